package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.DamagedBlobException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import software.amazon.awssdk.http.AbortableInputStream;

/**
 * The bytes of an answer on their way from the server, and the connection that they come on. The
 * last of them are given out only if all of them are those that were put.
 */
final class S3Body extends InputStream {

  private final AbortableInputStream in;
  private final String what;
  private final BodyCheck check;
  private final CRC32C crc = new CRC32C();
  private long remaining;
  private boolean damaged;

  /**
   * Takes over the body of an answer.
   *
   * @param in the body, closed with this
   * @param length how many bytes the server has announced
   * @param check what all bytes together are held against
   * @param what is being done, for the messages of faults
   */
  S3Body(AbortableInputStream in, long length, BodyCheck check, String what) {
    this.in = in;
    this.remaining = length;
    this.check = check;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int read = in.read(target, offset, length);
      if (read < 0 && remaining > 0) {
        throw new EOFException("cannot " + what + ": " + remaining + " bytes are missing");
      }
      if (read > 0) {
        remaining -= read;
        crc.update(target, offset, read);
        damaged |= remaining == 0 && !check.matches(crc);
      }
      if (damaged) {
        throw new DamagedBlobException(
            "cannot " + what + ": it is damaged, as its bytes are not those that were stored");
      }
      return read;
    } catch (RuntimeException e) { // as in S3Bucket
      throw S3Faults.explain("cannot " + what, e);
    }
  }

  /** A connection with bytes left on it is not used again: to read them could take for ever. */
  @Override
  public void close() throws IOException {
    if (remaining > 0) {
      in.abort();
    } else {
      in.close();
    }
  }
}
