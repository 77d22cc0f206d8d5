package dev.chalkstream.example.storage;

import dev.chalkstream.example.testing.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of the PostgreSQL server, which the build does not bring. */
final class PostgresPrograms {

  /** Debian keeps the programs of the server out of the PATH, by major version. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private PostgresPrograms() {}

  /** Finds a program, the newest first, or ends the test as {@link Tools#need} does. */
  static Path need(String name) throws IOException {
    Optional<Path> found =
        Stream.concat(path(), debian().stream())
            .map(directory -> directory.resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      Tools.missing(name + " is neither on the PATH nor where Debian has it");
    }
    return found.orElseThrow();
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
          .sorted(Comparator.comparing(PostgresPrograms::majorVersion).reversed())
          .map(version -> version.resolve("bin"))
          .toList();
    }
  }

  private static double majorVersion(Path directory) {
    return Double.parseDouble(directory.getFileName().toString());
  }
}
