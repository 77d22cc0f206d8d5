package dev.chalkstream;

import dev.chalkstream.internal.text.Digits;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The name of a segment, or of an initialization section, within its stream, as it stands in URLs
 * and keys. Each that a playlist lists has a name of its own, such as {@code {digest}-{nonce}.ts},
 * which is never given to another, not even to the same bytes. The plain name {@code {digest}.ts}
 * is an address only: it leads to some listed segment with those bytes. Immutable. It takes up 80
 * bytes of memory with its digest; texts are made whenever they are asked for.
 */
public final class SegmentName {

  private static final int NONCE_LENGTH = 16;

  /** A nonce has 80 bits: so many of its digits are in a long, and the others in an int. */
  private static final int START_LENGTH = 12;

  /** Stands where the end of a nonce is, which is never negative. */
  private static final int NO_NONCE = -1;

  /** How long a name is without its extension. */
  private static final int LENGTH = SegmentDigest.LENGTH + 1 + NONCE_LENGTH;

  private final SegmentDigest digest;
  private final MediaFile file;
  private final long nonceStart;
  private final int nonceEnd;

  /**
   * Makes a name.
   *
   * @param digest the SHA-256 of the segment's bytes
   * @param nonce 16 digits of base 32 ({@code 0} to {@code v}), of which the first 9 are the
   *     milliseconds from 1970 to when the segment was stored; or empty for the plain name
   * @param file what the bytes are, which its extension tells
   * @throws IllegalArgumentException if the nonce is neither
   */
  public SegmentName(SegmentDigest digest, String nonce, MediaFile file) {
    this.digest = Objects.requireNonNull(digest, "digest");
    this.file = Objects.requireNonNull(file, "file");
    if (nonce.isEmpty()) {
      this.nonceStart = 0;
      this.nonceEnd = NO_NONCE;
    } else if (nonce.length() == NONCE_LENGTH && Digits.BASE_32.fill(nonce, 0, NONCE_LENGTH)) {
      this.nonceStart = Digits.BASE_32.read(nonce, 0, START_LENGTH);
      this.nonceEnd = (int) Digits.BASE_32.read(nonce, START_LENGTH, NONCE_LENGTH);
    } else {
      throw new IllegalArgumentException("a nonce has 16 digits of base 32, not '" + nonce + "'");
    }
  }

  /**
   * Makes the plain name, which leads to any stored segment with those bytes.
   *
   * @param digest the SHA-256 of the segment's bytes
   * @param file what the bytes are
   * @return the name
   */
  public static SegmentName of(SegmentDigest digest, MediaFile file) {
    return new SegmentName(digest, "", file);
  }

  /**
   * Reads a name.
   *
   * @param name the name as {@link #toString} writes it
   * @return the name
   * @throws IllegalArgumentException if it is not the name of a segment
   */
  public static SegmentName parse(String name) {
    MediaFile file = MediaFile.ofName(name).orElse(null);
    int end = file == null ? 0 : name.length() - file.extension().length();
    if (file == null || !isName(name, end)) {
      throw new IllegalArgumentException(
          "a segment is named {digest}.ts or {digest}-{nonce}.ts, or with .m4s, .mp4 or .m4a for"
              + " .ts, not '"
              + name
              + "'");
    }
    SegmentDigest digest = SegmentDigest.of(name.substring(0, SegmentDigest.LENGTH));
    String nonce = end == LENGTH ? name.substring(SegmentDigest.LENGTH + 1, end) : "";
    return new SegmentName(digest, nonce, file);
  }

  private static boolean isName(String text, int end) {
    if (!Digits.HEX.fill(text, 0, SegmentDigest.LENGTH)) {
      return false;
    }
    boolean hasNonce =
        end == LENGTH
            && text.charAt(SegmentDigest.LENGTH) == '-'
            && Digits.BASE_32.fill(text, SegmentDigest.LENGTH + 1, end);
    return hasNonce || end == SegmentDigest.LENGTH;
  }

  /**
   * What the segment's bytes are told by.
   *
   * @return the SHA-256 of the bytes
   */
  public SegmentDigest digest() {
    return digest;
  }

  /**
   * What makes the name unique.
   *
   * @return 16 digits of base 32 ({@code 0} to {@code v}), of which the first 9 are the
   *     milliseconds from 1970 to when the segment was stored; or empty for the plain name
   */
  public String nonce() {
    if (isPlain()) {
      return "";
    }
    byte[] ascii = new byte[NONCE_LENGTH];
    writeNonce(ascii, 0);
    return new String(ascii, StandardCharsets.ISO_8859_1);
  }

  private void writeNonce(byte[] ascii, int from) {
    int middle = from + START_LENGTH;
    Digits.BASE_32.write(nonceStart, ascii, from, middle);
    Digits.BASE_32.write(nonceEnd, ascii, middle, from + NONCE_LENGTH);
  }

  /**
   * What the bytes are, which the extension tells.
   *
   * @return the kind of file
   */
  public MediaFile file() {
    return file;
  }

  /**
   * What the samples are wrapped in.
   *
   * @return the container
   */
  public Container container() {
    return file.container();
  }

  /**
   * Whether this is a plain name, under which nothing is stored.
   *
   * @return whether it has no nonce
   */
  public boolean isPlain() {
    return nonceEnd == NO_NONCE;
  }

  /**
   * Whether this is the same name.
   *
   * @param other any object
   * @return whether it is a name with the same digest, nonce and kind of file
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof SegmentName that
        && nonceStart == that.nonceStart
        && nonceEnd == that.nonceEnd
        && file == that.file
        && digest.equals(that.digest);
  }

  /**
   * A hash of the digest and the nonce.
   *
   * @return the hash
   */
  @Override
  public int hashCode() {
    return 31 * (31 * digest.hashCode() + Long.hashCode(nonceStart)) + nonceEnd;
  }

  /**
   * The name as it stands in URLs and keys.
   *
   * @return the digest, a hyphen and the nonce unless it is plain, and the extension
   */
  @Override
  public String toString() {
    String extension = file.extension();
    int end = isPlain() ? SegmentDigest.LENGTH : LENGTH;
    byte[] ascii = new byte[end + extension.length()];
    digest.write(ascii);
    if (!isPlain()) {
      ascii[SegmentDigest.LENGTH] = '-';
      writeNonce(ascii, SegmentDigest.LENGTH + 1);
    }
    for (int i = 0; i < extension.length(); i++) {
      ascii[end + i] = (byte) extension.charAt(i);
    }
    return new String(ascii, StandardCharsets.ISO_8859_1);
  }
}
