package dev.chalkstream.internal.view;

import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.Markers;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a playlist's text, which many revisions may share. Immutable, as long as nobody writes
 * to its bytes.
 */
final class TextPiece {

  /** What there is of each beside the text. */
  private static final int LEAST_BYTES = 256;

  private final byte[] utf8;
  private final byte[] digest;
  private final Set<String> ranges;
  private final @Nullable SegmentName sectionBefore;
  private final @Nullable SegmentName sectionAtEnd;

  private TextPiece(
      byte[] utf8,
      Set<String> ranges,
      @Nullable SegmentName sectionBefore,
      @Nullable SegmentName sectionAtEnd) {
    this.utf8 = utf8;
    this.digest = DigestUtils.sha256(utf8);
    this.ranges = Set.copyOf(ranges);
    this.sectionBefore = sectionBefore;
    this.sectionAtEnd = sectionAtEnd;
  }

  static TextPiece of(byte[] utf8) {
    return new TextPiece(utf8, Set.of(), null, null);
  }

  /**
   * The text of segments.
   *
   * @param ranges the {@linkplain Markers#rangesOf date ranges} that they have tags of
   * @param sectionBefore the initialization section of the segment before them, or null
   * @param sectionAtEnd that of the last of them, or null
   */
  static TextPiece ofSegments(
      byte[] utf8,
      Set<String> ranges,
      @Nullable SegmentName sectionBefore,
      @Nullable SegmentName sectionAtEnd) {
    return new TextPiece(utf8, ranges, sectionBefore, sectionAtEnd);
  }

  /** Whether this is how the text reads behind a segment with some initialization section. */
  boolean follows(@Nullable SegmentName section) {
    return Objects.equals(section, sectionBefore);
  }

  /** The initialization section of the last segment, or null. */
  @Nullable SegmentName sectionAtEnd() {
    return sectionAtEnd;
  }

  /** The text, which must not be changed. */
  byte[] utf8() {
    return utf8;
  }

  /** The SHA-256 of the text, which must not be changed. */
  byte[] digest() {
    return digest;
  }

  Set<String> ranges() {
    return ranges;
  }

  /** About how many bytes of memory this takes up. */
  long heldBytes() {
    return LEAST_BYTES
        + utf8.length
        + ranges.stream().mapToLong(range -> LEAST_BYTES + range.length()).sum();
  }
}
