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
import java.util.zip.CRC32C;

/**
 * The last line of every file, behind the blob's bytes: the checks of their blocks, how many bytes
 * they are, when they were stored and under which revision, and a check of the line itself. A file
 * without it, or of another length than it says, is damaged: a loss of power has cut it short, or
 * it is a stranger's.
 *
 * @param length how many bytes the blob has
 * @param stored when it was stored, to the microsecond
 * @param version its revision, 32 hexadecimal digits
 * @param checks what {@link BlockChecks#finish} has returned for its bytes
 */
record Trailer(long length, Instant stored, BlobVersion version, String checks) {

  private static final String MAGIC = "\n#chalk2 ";
  private static final int HEX_LONG = 16;
  private static final int HEX_INT = 8;
  private static final int REVISION_LENGTH = 32;

  /** Positions, counted from behind the checks of the blocks. */
  private static final int LENGTH_AT = 1;

  private static final int STORED_AT = LENGTH_AT + HEX_LONG + 1;
  private static final int REVISION_AT = STORED_AT + HEX_LONG + 1;
  private static final int CHECK_AT = REVISION_AT + REVISION_LENGTH + 1;
  private static final int TAIL = CHECK_AT + HEX_INT + 1;

  /** The trailers of blobs up to 1.8 MB are read at once. */
  private static final int READ_AT_ONCE = 1024;

  ByteBuffer encode() {
    return ByteBuffer.wrap(toLine().getBytes(StandardCharsets.ISO_8859_1));
  }

  private String toLine() {
    HexFormat hex = HexFormat.of();
    long micros = stored.getEpochSecond() * 1_000_000 + stored.getNano() / 1_000;
    String line =
        MAGIC
            + checks
            + ' '
            + hex.toHexDigits(length)
            + ' '
            + hex.toHexDigits(micros)
            + ' '
            + version.value()
            + ' ';
    return line + hex.toHexDigits(check(line)) + '\n';
  }

  private static int check(String line) {
    CRC32C crc = new CRC32C();
    crc.update(line.getBytes(StandardCharsets.ISO_8859_1));
    return (int) crc.getValue();
  }

  /** The length of the trailer behind a blob of a length, both in bytes. */
  static long size(long length) {
    return MAGIC.length() + BlockChecks.count(length) * HEX_INT + TAIL;
  }

  /** Reads the trailer of a file, or nothing if the file is not a whole blob. */
  static Optional<Trailer> read(FileChannel file) throws IOException {
    long fileSize = file.size();
    String end = readEnd(file, fileSize, (int) Math.min(READ_AT_ONCE, fileSize));
    if (end.length() < TAIL) {
      return Optional.empty();
    }
    int lengthAt = end.length() - TAIL + LENGTH_AT;
    long length;
    try {
      length = HexFormat.fromHexDigitsToLong(end, lengthAt, lengthAt + HEX_LONG);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (length < 0 || length > fileSize || length + size(length) != fileSize) {
      return Optional.empty();
    }
    int size = (int) size(length);
    return decode(
        size <= end.length() ? end.substring(end.length() - size) : readEnd(file, fileSize, size));
  }

  /** Fewer characters than were asked for if the file is being cut. */
  private static String readEnd(FileChannel file, long fileSize, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, fileSize - bytes.remaining()) < 0) {
        break;
      }
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  static Optional<Trailer> decode(String text) {
    int tail = text.length() - TAIL;
    if (tail < MAGIC.length()) {
      return Optional.empty();
    }
    try {
      long length =
          HexFormat.fromHexDigitsToLong(text, tail + LENGTH_AT, tail + LENGTH_AT + HEX_LONG);
      long micros =
          HexFormat.fromHexDigitsToLong(text, tail + STORED_AT, tail + STORED_AT + HEX_LONG);
      String revision = text.substring(tail + REVISION_AT, tail + REVISION_AT + REVISION_LENGTH);
      HexFormat.of().parseHex(revision);
      Instant stored = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      String checks = text.substring(MAGIC.length(), tail);
      HexFormat.of().parseHex(checks);
      Trailer trailer = new Trailer(length, stored, BlobVersion.of(revision), checks);
      return Optional.of(trailer)
          .filter(read -> length >= 0 && size(length) == text.length())
          .filter(read -> read.toLine().equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  BlobInfo info(BlobKey key) {
    return new BlobInfo(key, length, version, stored);
  }
}
