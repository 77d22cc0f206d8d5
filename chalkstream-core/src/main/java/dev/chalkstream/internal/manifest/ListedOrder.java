package dev.chalkstream.internal.manifest;

import java.util.List;
import java.util.Optional;

/** Searches segments in the order in which they are listed: by run, then by number. */
public final class ListedOrder {

  private ListedOrder() {}

  /** The entry of a run's number among segments in that order. */
  public static Optional<ListedSegment> find(List<ListedSegment> listed, int run, long sequence) {
    int low = 0;
    int high = listed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(listed.get(middle), run, sequence)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < listed.size()
            && listed.get(low).run() == run
            && listed.get(low).sequence() == sequence
        ? Optional.of(listed.get(low))
        : Optional.empty();
  }

  /** Whether a segment is listed before the place of a run's number. */
  static boolean isBefore(ListedSegment segment, int run, long sequence) {
    return segment.run() < run || (segment.run() == run && segment.sequence() < sequence);
  }

  /** Whether a segment is listed behind the place of a run's number. */
  public static boolean isBehind(ListedSegment segment, int run, long sequence) {
    return segment.run() > run || (segment.run() == run && segment.sequence() > sequence);
  }
}
