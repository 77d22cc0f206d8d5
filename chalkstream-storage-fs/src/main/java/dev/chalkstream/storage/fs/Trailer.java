package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The last line of every file, behind the blob's bytes: how many they are, when they were stored
 * and under which revision. A file without it, or of another length than it says, is not a whole
 * blob: a stranger's file, or one that a loss of power has cut short.
 */
record Trailer(long length, Instant stored, BlobVersion version) {

  private static final String MAGIC = "\n#chalk1 ";
  private static final int HEX_LONG = 16;
  private static final int REVISION_LENGTH = 32;

  /** The length of every trailer in bytes: the magic, two numbers and the revision, each ended. */
  static final int SIZE = MAGIC.length() + 2 * (HEX_LONG + 1) + REVISION_LENGTH + 1;

  private static final int STORED_AT = MAGIC.length() + HEX_LONG + 1;
  private static final int REVISION_AT = STORED_AT + HEX_LONG + 1;

  ByteBuffer encode() {
    return ByteBuffer.wrap(toLine().getBytes(StandardCharsets.ISO_8859_1));
  }

  private String toLine() {
    HexFormat hex = HexFormat.of();
    long micros = stored.getEpochSecond() * 1_000_000 + stored.getNano() / 1_000;
    return MAGIC
        + hex.toHexDigits(length)
        + ' '
        + hex.toHexDigits(micros)
        + ' '
        + version.value()
        + '\n';
  }

  /** Reads the trailer of a file, or nothing if the file is not a whole blob. */
  static Optional<Trailer> read(FileChannel file) throws IOException {
    long size = file.size();
    if (size < SIZE) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, size - bytes.remaining()) < 0) {
        return Optional.empty();
      }
    }
    return decode(new String(bytes.array(), StandardCharsets.ISO_8859_1))
        .filter(trailer -> trailer.length == size - SIZE);
  }

  static Optional<Trailer> decode(String text) {
    if (text.length() != SIZE) {
      return Optional.empty();
    }
    try {
      long length = HexFormat.fromHexDigitsToLong(text, MAGIC.length(), STORED_AT - 1);
      long micros = HexFormat.fromHexDigitsToLong(text, STORED_AT, REVISION_AT - 1);
      String revision = text.substring(REVISION_AT, REVISION_AT + REVISION_LENGTH);
      Instant stored = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      HexFormat.of().parseHex(revision);
      Trailer trailer = new Trailer(length, stored, BlobVersion.of(revision));
      return Optional.of(trailer).filter(read -> read.toLine().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  BlobInfo info(BlobKey key) {
    return new BlobInfo(key, length, version, stored);
  }
}
