package dev.chalkstream;

import dev.chalkstream.StreamStatus.State;
import java.time.Duration;
import java.util.Optional;

/** Sums up what is known of a stream. */
final class StatusReport {

  private StatusReport() {}

  static StreamStatus of(StreamView view) {
    Manifest manifest = view.manifest();
    if (manifest == null) {
      return new StreamStatus(
          view.stream(), State.WAITING, Optional.empty(), Optional.empty(), 0, 0, Duration.ZERO, 0);
    }
    State state = manifest.complete() ? State.COMPLETE : State.LIVE;
    Duration duration = Duration.ZERO;
    long bytes = 0;
    for (ListedSegment segment : manifest.listed()) {
      duration = duration.plus(segment.duration());
      bytes += segment.bytes();
    }
    return new StreamStatus(
        view.stream(),
        state,
        Optional.of(manifest.startedAt()),
        Optional.of(manifest.lastSegmentAt()),
        manifest.listed().size(),
        manifest.waiting().size(),
        duration,
        bytes);
  }
}
