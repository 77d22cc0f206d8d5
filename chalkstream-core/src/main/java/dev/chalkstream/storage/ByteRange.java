package dev.chalkstream.storage;

/**
 * Which bytes of a blob to read: all, from one to another, from one to the end, or so many last
 * ones; the forms of a single range of HTTP (RFC 9110, section 14.1.2). Immutable.
 */
public final class ByteRange {

  private static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE, false);

  private final long first;
  private final long last;
  private final boolean suffix;

  private ByteRange(long first, long last, boolean suffix) {
    this.first = first;
    this.last = last;
    this.suffix = suffix;
  }

  /**
   * The whole blob.
   *
   * @return the range
   */
  public static ByteRange all() {
    return ALL;
  }

  /**
   * The bytes from one position to another, both included. What lies beyond the end of the blob is
   * not read.
   *
   * @param first the first position, counted from 0
   * @param last the last position, not before the first
   * @return the range
   * @throws IllegalArgumentException if {@code first} is negative or {@code last} before it
   */
  public static ByteRange between(long first, long last) {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("not a byte range: " + first + "-" + last);
    }
    return new ByteRange(first, last, false);
  }

  /**
   * The bytes from a position to the end.
   *
   * @param first the first position, counted from 0
   * @return the range
   * @throws IllegalArgumentException if {@code first} is negative
   */
  public static ByteRange from(long first) {
    return between(first, Long.MAX_VALUE);
  }

  /**
   * The last bytes, or the whole blob if it is shorter.
   *
   * @param length how many, at least 1
   * @return the range
   * @throws IllegalArgumentException if {@code length} is less than 1
   */
  public static ByteRange last(long length) {
    if (length < 1) {
      throw new IllegalArgumentException("not the length of a range: " + length);
    }
    return new ByteRange(0, length, true);
  }

  /**
   * Where this range begins in a blob of a given size.
   *
   * @param size the blob's size in bytes, 0 or more
   * @return the position of the first byte to read, at most {@code size}
   */
  public long offset(long size) {
    return suffix ? Math.max(0, size - last) : Math.min(first, size);
  }

  /**
   * How many bytes this range covers in a blob of a given size.
   *
   * @param size the blob's size in bytes, 0 or more
   * @return the number of bytes to read; 0 if the range lies wholly beyond the end
   */
  public long length(long size) {
    if (suffix) {
      return Math.min(last, size);
    }
    return last >= size ? size - offset(size) : last - first + 1;
  }

  /**
   * Whether this is the whole of any blob.
   *
   * @return true for {@link #all()} and for {@code from(0)}
   */
  public boolean isAll() {
    return !suffix && first == 0 && last == Long.MAX_VALUE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteRange that
        && first == that.first
        && last == that.last
        && suffix == that.suffix;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(first) + Long.hashCode(last)) + Boolean.hashCode(suffix);
  }

  /** The range as HTTP writes it, such as {@code 0-499}, {@code 500-} or {@code -500}. */
  @Override
  public String toString() {
    if (suffix) {
      return "-" + last;
    }
    return last == Long.MAX_VALUE ? first + "-" : first + "-" + last;
  }
}
