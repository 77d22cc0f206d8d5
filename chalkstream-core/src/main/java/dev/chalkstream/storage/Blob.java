package dev.chalkstream.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * An open blob: what it is, and a stream of the bytes that were asked for. The one who got it
 * closes it. Not safe for use by many threads.
 */
public final class Blob implements Closeable {

  private final BlobInfo info;
  private final long offset;
  private final long length;
  private final InputStream body;

  /**
   * Made by a store for its caller.
   *
   * @param info the whole blob
   * @param range the range that was asked for
   * @param body yields exactly the range's bytes, then ends; closed with this
   */
  public Blob(BlobInfo info, ByteRange range, InputStream body) {
    this.info = Objects.requireNonNull(info, "info");
    this.offset = range.offset(info.size());
    this.length = range.length(info.size());
    this.body = Objects.requireNonNull(body, "body");
  }

  /**
   * The whole blob's size, version and time, whatever range is read.
   *
   * @return what the store knew when it opened the blob
   */
  public BlobInfo info() {
    return info;
  }

  /**
   * Where the body begins.
   *
   * @return the position of the body's first byte in the blob, counted from 0
   */
  public long offset() {
    return offset;
  }

  /**
   * How long the body is.
   *
   * @return the number of bytes that {@link #body} yields
   */
  public long length() {
    return length;
  }

  /**
   * The bytes. A body that ends before its {@link #length} or fails throws an {@link IOException}
   * from its reads.
   *
   * @return the stream, always the same one
   */
  public InputStream body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
