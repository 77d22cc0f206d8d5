package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Micros;
import dev.chalkstream.internal.manifest.Tail;
import dev.chalkstream.internal.manifest.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sums up what is known of a stream. */
public final class StatusReport {

  /** Long enough to even out large and small segments, short enough to show a change. */
  private static final Duration RECENT = Duration.ofSeconds(10);

  private static final long BITS = 8_000_000;

  private StatusReport() {}

  public static KnownStatus of(StreamView view) {
    Manifest manifest = view.manifest();
    if (manifest == null) {
      return unknown(view.stream());
    }
    return new KnownStatus(
        view.stream(),
        manifest.state(),
        new KnownStatus.Times(
            Optional.of(manifest.startedAt()),
            Optional.of(manifest.liveSince()),
            Optional.of(manifest.lastSegmentAt())),
        listed(manifest),
        manifest.waiting().size(),
        Optional.ofNullable(manifest.tail())
            .map(Tail::media)
            .map(media -> new KnownStatus.Format(media.codecs(), media.width(), media.height()))
            .orElse(KnownStatus.Format.UNKNOWN));
  }

  private static KnownStatus.Listed listed(Manifest manifest) {
    Window window = manifest.window();
    return new KnownStatus.Listed(
        Optional.ofNullable(manifest.targetDuration()).map(TargetDuration::toDuration),
        window.mediaSequence(),
        window.nextSequence() - window.mediaSequence(),
        window.duration(),
        window.bytes(),
        recentBitrate(window.head()));
  }

  /** The same of a stream whose manifest cannot be read: what was known before. */
  static KnownStatus damaged(KnownStatus before) {
    return before.in(State.DAMAGED);
  }

  /** What is said of a stream of which nothing is known. */
  static KnownStatus unknown(StreamId stream) {
    return new KnownStatus(
        stream,
        State.WAITING,
        KnownStatus.Times.NONE,
        KnownStatus.Listed.NOTHING,
        0,
        KnownStatus.Format.UNKNOWN);
  }

  private static long recentBitrate(List<ListedSegment> head) {
    long micros = 0;
    long bytes = 0;
    for (int i = head.size() - 1; i >= 0 && micros < Micros.of(RECENT); i--) {
      ListedSegment segment = head.get(i);
      if (!segment.isGap()) {
        micros += Micros.of(segment.duration());
        bytes += segment.bytes();
      }
    }
    return micros == 0 ? 0 : bytes * BITS / micros;
  }
}
