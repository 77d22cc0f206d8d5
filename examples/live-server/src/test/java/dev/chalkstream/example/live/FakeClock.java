package dev.chalkstream.example.live;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock that a server sees, some way off the true one, by libfaketime. Time passes as it
 * does for all, and files have their true times.
 */
final class FakeClock {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private final Path offset;

  /**
   * Sets it.
   *
   * @param file where the offset is kept
   * @param offset such as {@code +24h} or {@code -4s}
   */
  FakeClock(Path file, String offset) throws IOException {
    this.offset = file;
    jump(offset);
  }

  /** Sets it anew; a server that runs sees it within a second. */
  void jump(String to) throws IOException {
    Path next = Files.writeString(Files.createTempFile("chalkstream", ".clock"), to + "\n");
    Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** For a program that goes by this clock. Skips the test where that cannot be done. */
  ProcessBuilder process() throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    builder
        .environment()
        .putAll(
            Map.of(
                "LD_PRELOAD", library().toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1",
                // Else every wait of Java's with a deadline spins until that.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1"));
    return builder;
  }

  private static Path library() throws IOException {
    Optional<Path> found = Optional.empty();
    if (Files.isDirectory(LIBRARIES)) {
      try (DirectoryStream<Path> folders =
          Files.newDirectoryStream(LIBRARIES, Files::isDirectory)) {
        for (Path folder : folders) {
          found = found.or(() -> Optional.of(folder.resolve(LIBRARY)).filter(Files::exists));
        }
      }
    }
    if (found.isEmpty()) {
      Tools.missing("not below " + LIBRARIES + ": " + LIBRARY);
    }
    return found.orElseThrow();
  }
}
