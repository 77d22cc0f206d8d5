package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.mp4.movie.EditList;
import dev.chalkstream.media.mp4.movie.EditList.Edit;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;

/** What the edit list of a track does to its times, if it only moves them. */
final class Edits {

  private static final int NOTHING_SHOWN = -1;
  private static final int RATE = 1 << 16;

  /** No time in a segment is beyond this, so that sums of two are no more than a number can be. */
  static final long MAX_TIME = 1L << 61;

  private final List<Edit> edits;

  Edits(EditList list) {
    edits = list.edits();
  }

  /**
   * What is to be added to the times of the media: nothing is shown first for as long as the empty
   * edits last, then the media from a time on.
   *
   * @param timescale that of the track, which the result is in
   * @param movieTimescale that of empty edits, or 0 if it is not known
   * @return the number of ticks, or empty if the edits do something else
   */
  OptionalLong shift(long timescale, long movieTimescale) {
    int last = edits.size() - 1;
    BigInteger empty = BigInteger.ZERO;
    for (Edit edit : edits.subList(0, Math.max(last, 0))) {
      if (edit.mediaTime() != NOTHING_SHOWN) {
        return OptionalLong.empty();
      }
      empty = empty.add(BigInteger.valueOf(edit.duration()));
    }
    if (last < 0) {
      return OptionalLong.of(0);
    }
    Edit shown = edits.get(last);
    if (shown.mediaTime() < 0 || shown.mediaTime() > MAX_TIME || shown.rate() != RATE) {
      return OptionalLong.empty();
    }
    return delay(empty, timescale, movieTimescale, shown.mediaTime());
  }

  private static OptionalLong delay(BigInteger empty, long to, long from, long mediaTime) {
    if (empty.signum() == 0) {
      return OptionalLong.of(-mediaTime);
    }
    if (from == 0) {
      return OptionalLong.empty();
    }
    BigInteger twice = BigInteger.valueOf(2 * from);
    BigInteger ticks =
        empty.multiply(BigInteger.valueOf(2 * to)).add(BigInteger.valueOf(from)).divide(twice);
    return ticks.compareTo(BigInteger.valueOf(MAX_TIME)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(ticks.longValue() - mediaTime);
  }
}
