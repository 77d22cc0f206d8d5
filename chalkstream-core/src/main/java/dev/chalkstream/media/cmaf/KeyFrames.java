package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.mp4.fragment.SampleFlags;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the key frames of a track. */
final class KeyFrames {

  private static final int DEPENDS_ON_OTHERS = 1;

  private boolean begun;
  private boolean isFirst;
  private long count;
  private @Nullable ByteRange first;

  /** A sample, and where it is in the segment. */
  void add(int flags, long offset, long size) {
    boolean key =
        SampleFlags.isSync(flags) && SampleFlags.dependsOnOthers(flags) != DEPENDS_ON_OTHERS;
    isFirst |= key && !begun;
    begun = true;
    if (key) {
      count++;
      first = first == null ? new ByteRange(offset, size) : first;
    }
  }

  /** Whether the first sample is one. */
  boolean isFirst() {
    return isFirst;
  }

  long count() {
    return count;
  }

  /** Where the first of them is. */
  Optional<ByteRange> first() {
    return Optional.ofNullable(first);
  }
}
