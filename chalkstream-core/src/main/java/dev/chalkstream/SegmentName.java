package dev.chalkstream;

import dev.chalkstream.media.Container;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment within its stream, as it stands in URLs and keys. Each stored segment has a
 * name of its own, {@code {digest}-{nonce}.ts}, which is never given to another, not even to the
 * same bytes. The plain name {@code {digest}.ts} is an address only: it leads to some stored
 * segment with those bytes. Immutable.
 *
 * @param digest the SHA-256 of the segment's bytes
 * @param nonce 16 digits of base 32 ({@code 0} to {@code v}), of which the first 9 are the
 *     milliseconds from 1970 to when the segment was stored; or empty for the plain name
 * @param container what the segment is, which its extension tells
 */
public record SegmentName(SegmentDigest digest, String nonce, Container container) {

  private static final int EXTENSION = 3;
  private static final Pattern NONCE = Pattern.compile("[0-9a-v]{16}|");
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})(?:-([0-9a-v]{16}))?(\\..+)");

  /**
   * Makes a name.
   *
   * @param digest the SHA-256 of the segment's bytes
   * @param nonce 16 digits of base 32, or empty
   * @param container what the segment is
   * @throws IllegalArgumentException if the nonce is neither
   */
  public SegmentName {
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(container, "container");
    if (!NONCE.matcher(nonce).matches()) {
      throw new IllegalArgumentException("a nonce has 16 digits of base 32, not '" + nonce + "'");
    }
  }

  /**
   * Makes the plain name, which leads to any stored segment with those bytes.
   *
   * @param digest the SHA-256 of the segment's bytes
   * @param container what the segment is
   * @return the name
   */
  public static SegmentName of(SegmentDigest digest, Container container) {
    return new SegmentName(digest, "", container);
  }

  /**
   * Reads a name.
   *
   * @param name the name as {@link #toString} writes it
   * @return the name
   * @throws IllegalArgumentException if it is not the name of a segment
   */
  public static SegmentName parse(String name) {
    Matcher parts = NAME.matcher(name);
    Container container = Container.ofName(name).orElse(null);
    if (container == null
        || !parts.matches()
        || !container.extension().equals(parts.group(EXTENSION))) {
      throw new IllegalArgumentException(
          "a segment is named {digest}.ts or {digest}-{nonce}.ts, not '" + name + "'");
    }
    String nonce = parts.group(2);
    return new SegmentName(SegmentDigest.of(parts.group(1)), nonce == null ? "" : nonce, container);
  }

  /**
   * Whether this is a plain name, under which nothing is stored.
   *
   * @return whether it has no nonce
   */
  public boolean isPlain() {
    return nonce.isEmpty();
  }

  /** The name as it stands in URLs and keys. */
  @Override
  public String toString() {
    return digest.value() + (isPlain() ? "" : "-" + nonce) + container.extension();
  }
}
