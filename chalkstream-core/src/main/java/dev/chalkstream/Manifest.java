package dev.chalkstream;

import dev.chalkstream.hls.TargetDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a stream beside its segments, at one revision. Immutable; changed by {@link
 * StreamEditor} and stored by compare-and-set.
 *
 * @param revision counts the changes, from 1
 * @param writer names the node that made this revision, so that it recognises its own write
 * @param time when this revision was made; it never goes back, whatever the clocks do
 * @param retention how long a segment stays listed, zero for ever; fixed when the stream started
 * @param completionTimeout after which silence the stream is complete; fixed likewise
 * @param complete whether the broadcast is over
 * @param startedAt when the first segment came
 * @param lastSegmentAt when the latest segment came
 * @param targetDuration the target duration, or null as long as nothing has fixed it
 * @param mediaSequence the media sequence number of the first listed segment
 * @param discontinuitySequence the discontinuity sequence number of the first listed segment
 * @param longestPlaylist the longest time that the playlist has ever played
 * @param run the current run
 * @param supersededRuns the ids of the runs before it, oldest first, as far as they are remembered
 * @param listed the playlist
 * @param waiting what waits for an earlier segment of the current run, in ascending sequence
 * @param unlisted what has left the playlist and waits for its deletion
 */
record Manifest(
    long revision,
    String writer,
    Instant time,
    Duration retention,
    Duration completionTimeout,
    boolean complete,
    Instant startedAt,
    Instant lastSegmentAt,
    @Nullable TargetDuration targetDuration,
    long mediaSequence,
    long discontinuitySequence,
    Duration longestPlaylist,
    Run run,
    List<String> supersededRuns,
    List<ListedSegment> listed,
    List<WaitingSegment> waiting,
    List<UnlistedSegment> unlisted) {

  Manifest {
    supersededRuns = List.copyOf(supersededRuns);
    listed = List.copyOf(listed);
    waiting = List.copyOf(waiting);
    unlisted = List.copyOf(unlisted);
  }

  /** Whether another manifest, as read from the store, is this one and not another node's. */
  boolean isSameRevision(@Nullable Manifest other) {
    return other != null && revision == other.revision && writer.equals(other.writer);
  }
}
