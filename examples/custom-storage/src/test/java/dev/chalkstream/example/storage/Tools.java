package dev.chalkstream.example.storage;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that the tests need and the build does not bring. */
final class Tools {

  private static final boolean REQUIRED =
      Boolean.parseBoolean(System.getenv("CHALKSTREAM_REQUIRE_TOOLS"));

  /** Debian keeps the programs of the server out of the PATH, by major version. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private Tools() {}

  /**
   * Finds a program on the PATH. If it is missing the calling test is skipped, and says so on
   * stderr; where CHALKSTREAM_REQUIRE_TOOLS is true it fails.
   */
  static Path need(String name) {
    return need(name, path());
  }

  /** Finds a program of the PostgreSQL server likewise, the newest first. */
  static Path needOfPostgres(String name) throws IOException {
    return need(name, Stream.concat(path(), debian().stream()));
  }

  private static Path need(String name, Stream<Path> directories) {
    return directories
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> missing(name + " is neither on the PATH nor where Debian has it"));
  }

  private static Stream<Path> path() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
  }

  private static List<Path> debian() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return List.of();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .sorted(Comparator.comparing(Tools::majorVersion).reversed())
          .map(version -> version.resolve("bin"))
          .toList();
    }
  }

  private static double majorVersion(Path directory) {
    return Double.parseDouble(directory.getFileName().toString());
  }

  private static Path missing(String complaint) {
    if (REQUIRED) {
      fail(complaint + ", and CHALKSTREAM_REQUIRE_TOOLS is true");
    }
    System.err.println("SKIPPING A TEST, " + complaint);
    return Assumptions.abort(complaint);
  }
}
