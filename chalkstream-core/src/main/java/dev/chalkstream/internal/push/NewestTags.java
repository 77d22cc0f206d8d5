package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PushedTags;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The marks of a playlist's newest entries while it is read, of {@link Markers#MAX_BYTES} together.
 * Not safe for use by many threads.
 */
final class NewestTags {

  private record Placed(long place, PushedTags tags) {}

  private final Deque<Placed> newest = new ArrayDeque<>();
  private int bytes;
  private long cutBefore;

  /** Takes those of the next entry, and forgets the oldest where there are too many. */
  void add(long place, PushedTags tags) {
    if (tags.isEmpty()) {
      return;
    }
    newest.addLast(new Placed(place, tags));
    bytes += tags.bytes();
    while (bytes > Markers.MAX_BYTES) {
      Placed oldest = newest.removeFirst();
      bytes -= oldest.tags().bytes();
      cutBefore = oldest.place() + 1;
    }
  }

  /** Takes out those of an entry, to be asked for in the order of the entries. */
  PushedTags take(long place) {
    while (!newest.isEmpty() && newest.getFirst().place() < place) {
      newest.removeFirst();
    }
    boolean has = !newest.isEmpty() && newest.getFirst().place() == place;
    PushedTags tags = has ? newest.removeFirst().tags() : PushedTags.NONE;
    return place < cutBefore ? PushedTags.NONE.plus(new PushedTags(tags.lines(), true)) : tags;
  }
}
