package dev.chalkstream.internal.ingest;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.dash.SegmentRules;
import dev.chalkstream.internal.dash.TrackLimits;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tracks that a node is being sent. What was used last is kept, as far as there is room: what
 * is lost of a track is the segment that was not complete, and its section is found in the
 * manifest. Safe for many threads.
 */
final class GatheredTracks {

  private static final int MOST = 4_096;

  /** How long segments should be: shorter ones are joined. */
  private static final Duration TARGET = Duration.ofSeconds(2);

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** So much of the largest heap they may take up. */
  private static final int PART_OF_HEAP = 16;

  private record Key(StreamId stream, String track) {}

  private final SegmentRules rules;
  private final TrackLimits limits;
  private final Map<Key, GatheredTrack> tracks = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Long> sizes = new LinkedHashMap<>();
  private final long mostBytes;
  private long bytes;

  GatheredTracks(StreamPolicy policy) {
    this.rules = new SegmentRules(TARGET, LONGEST, policy.maxSegmentBytes());
    this.limits = new TrackLimits(Chalkstream.MAX_INITIALIZATION_BYTES, policy.maxSegmentBytes());
    this.mostBytes = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
  }

  /** How large the parts of a body may be. */
  TrackLimits limits() {
    return limits;
  }

  /** A track, which is new if nothing is known of it. */
  synchronized GatheredTrack get(StreamId stream, String track) {
    return tracks.computeIfAbsent(new Key(stream, track), key -> new GatheredTrack(rules));
  }

  /** Notes how much a track takes up, and lets go of those that were not used for the longest. */
  synchronized void weigh(StreamId stream, String track, long held) {
    Key key = new Key(stream, track);
    Long before = sizes.put(key, held);
    bytes += held - (before == null ? 0 : before);
    Iterator<Key> oldest = tracks.keySet().iterator();
    while ((bytes > mostBytes || tracks.size() > MOST) && oldest.hasNext()) {
      Key next = oldest.next();
      if (!next.equals(key)) {
        oldest.remove();
        Long gone = sizes.remove(next);
        bytes -= gone == null ? 0 : gone;
      }
    }
  }
}
