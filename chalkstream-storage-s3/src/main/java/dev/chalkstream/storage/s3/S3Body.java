package dev.chalkstream.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;

/** The bytes of an answer on their way from the server, and the connection that they come on. */
final class S3Body extends InputStream {

  private final AbortableInputStream in;
  private final String what;
  private long remaining;

  /**
   * Takes over the body of an answer.
   *
   * @param in the body, closed with this
   * @param length how many bytes the server has announced
   * @param what is being done, for the messages of faults
   */
  S3Body(AbortableInputStream in, long length, String what) {
    this.in = in;
    this.remaining = length;
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
      remaining -= Math.max(read, 0);
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
