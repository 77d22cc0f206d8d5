package dev.chalkstream.example.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that the tests need and the build does not bring. */
public final class Tools {

  private static final boolean REQUIRED =
      Boolean.parseBoolean(System.getenv("CHALKSTREAM_REQUIRE_TOOLS"));

  private Tools() {}

  /**
   * Finds a program on the PATH. If it is missing the calling test is skipped, and says so on
   * stderr; where CHALKSTREAM_REQUIRE_TOOLS is true it fails.
   *
   * @param names the program's possible names
   * @return the program
   */
  public static Path need(String... names) {
    Optional<Path> found = Stream.of(names).flatMap(Tools::onPath).findFirst();
    if (found.isEmpty()) {
      missing("not on the PATH: " + String.join(" or ", names));
    }
    return found.orElseThrow();
  }

  /**
   * Ends a test that something is missing for: skips it, or fails it as {@link #need} does.
   *
   * @param complaint what is missing
   */
  public static void missing(String complaint) {
    if (REQUIRED) {
      fail(complaint + ", and CHALKSTREAM_REQUIRE_TOOLS is true");
    }
    System.err.println("SKIPPING A TEST, " + complaint);
    Assumptions.abort(complaint);
  }

  private static Stream<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable);
  }
}
