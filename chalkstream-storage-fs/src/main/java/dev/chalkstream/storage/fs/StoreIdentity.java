package dev.chalkstream.storage.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/**
 * Which store a directory holds. It is written into the directory when that becomes a store, so the
 * directory of another store, or the empty one that remains where a file system is not mounted, is
 * not taken for it.
 *
 * @param id no two stores have the same
 * @param made when the directory became a store, by the clock of the node that opened it
 */
record StoreIdentity(String id, Instant made) {

  private static final String MAGIC = "chalkstream-store";
  private static final int PARTS = 3;

  /** The identity of a new store. */
  static StoreIdentity fresh(Instant now) {
    return new StoreIdentity(UUID.randomUUID().toString(), now);
  }

  /** Reads the identity in a file, or nothing if there is none. */
  static Optional<StoreIdentity> read(Path file) throws IOException {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return parse(text.strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<StoreIdentity> parse(String line) {
    String[] parts = line.split(" ");
    if (parts.length != PARTS || !parts[0].equals(MAGIC)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new StoreIdentity(parts[1], Instant.parse(parts[2])));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  byte[] toLine() {
    return (MAGIC + ' ' + id + ' ' + made + '\n').getBytes(StandardCharsets.ISO_8859_1);
  }
}
