package dev.chalkstream;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The name of a stored segment within its stream, as it stands in URLs and keys: {@code
 * {digest}.ts}, or {@code {digest}-{copy}.ts} where the same bytes are stored again because an
 * earlier copy is in use or about to be deleted. Immutable.
 *
 * @param digest the SHA-256 of the segment's bytes
 * @param copy which copy of them, 0 for the plain name
 */
public record SegmentName(SegmentDigest digest, int copy) {

  private static final String EXTENSION = ".ts";
  private static final int DIGEST_LENGTH = 64;

  /**
   * Makes a name.
   *
   * @param digest the SHA-256 of the segment's bytes
   * @param copy which copy of them, 0 for the plain name
   * @throws IllegalArgumentException if the copy is negative
   */
  public SegmentName {
    Objects.requireNonNull(digest, "digest");
    if (copy < 0) {
      throw new IllegalArgumentException("a copy's number is not negative: " + copy);
    }
  }

  /**
   * Reads a name.
   *
   * @param name the name as {@link #toString} writes it
   * @return the name
   * @throws IllegalArgumentException if it is not the name of a segment
   */
  public static SegmentName parse(String name) {
    if (!name.endsWith(EXTENSION) || name.length() < DIGEST_LENGTH + EXTENSION.length()) {
      throw malformed(name);
    }
    SegmentDigest digest = SegmentDigest.of(name.substring(0, DIGEST_LENGTH));
    String rest = name.substring(DIGEST_LENGTH, name.length() - EXTENSION.length());
    if (rest.isEmpty()) {
      return new SegmentName(digest, 0);
    }
    OptionalInt copy = parseCopy(rest);
    return new SegmentName(digest, copy.orElseThrow(() -> malformed(name)));
  }

  /** The same bytes under another name. */
  SegmentName withCopy(int other) {
    return new SegmentName(digest, other);
  }

  /** Reads {@code -{copy}} with 1 to 9 digits and no leading zero. */
  private static OptionalInt parseCopy(String text) {
    boolean wellFormed =
        text.length() >= 2
            && text.length() <= 10
            && text.charAt(0) == '-'
            && text.charAt(1) != '0'
            && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    return wellFormed ? OptionalInt.of(Integer.parseInt(text.substring(1))) : OptionalInt.empty();
  }

  private static IllegalArgumentException malformed(String name) {
    return new IllegalArgumentException(
        "a segment is named {digest}.ts or {digest}-{copy}.ts, not '" + name + "'");
  }

  /** The name as it stands in URLs and keys. */
  @Override
  public String toString() {
    return copy == 0 ? digest.value() + EXTENSION : digest.value() + "-" + copy + EXTENSION;
  }
}
