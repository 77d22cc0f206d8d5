package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that the tests need and the build does not bring. */
final class Tools {

  private static final boolean REQUIRED =
      Boolean.parseBoolean(System.getenv("CHALKSTREAM_REQUIRE_TOOLS"));

  private Tools() {}

  /**
   * Looks for programs on the PATH. If one is missing the calling test is skipped, and says so on
   * stderr; where CHALKSTREAM_REQUIRE_TOOLS is true it fails.
   */
  static void need(String... names) {
    for (String name : names) {
      if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
          .noneMatch(directory -> Files.isExecutable(Path.of(directory, name)))) {
        missing("not on the PATH: " + name);
      }
    }
  }

  private static void missing(String complaint) {
    if (REQUIRED) {
      fail(complaint + ", and CHALKSTREAM_REQUIRE_TOOLS is true");
    }
    System.err.println("SKIPPING A TEST, " + complaint);
    Assumptions.abort(complaint);
  }
}
