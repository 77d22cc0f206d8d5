package dev.chalkstream;

import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sums up what is known of a stream. */
final class StatusReport {

  /** Long enough to even out large and small segments, short enough to show a change. */
  private static final Duration RECENT = Duration.ofSeconds(10);

  private static final long BITS = 8_000_000;

  private StatusReport() {}

  static StreamStatus of(StreamView view) {
    Manifest manifest = view.manifest();
    if (manifest == null) {
      return unknown(view.stream());
    }
    Manifest.Window window = manifest.window();
    Optional<MediaInfo> media = Optional.ofNullable(manifest.tail()).map(Tail::media);
    return new StreamStatus(
        view.stream(),
        manifest.state(),
        Optional.of(manifest.startedAt()),
        Optional.of(manifest.liveSince()),
        Optional.of(manifest.lastSegmentAt()),
        Optional.ofNullable(manifest.targetDuration()).map(TargetDuration::toDuration),
        window.mediaSequence(),
        window.nextSequence() - window.mediaSequence(),
        manifest.waiting().size(),
        window.duration(),
        window.bytes(),
        recentBitrate(window.head()),
        media.map(MediaInfo::codecs).orElse(List.of()),
        media.map(MediaInfo::width).orElse(0),
        media.map(MediaInfo::height).orElse(0));
  }

  /** The same of a stream whose manifest cannot be read: what was known before. */
  static StreamStatus damaged(StreamStatus before) {
    return new StreamStatus(
        before.id(),
        State.DAMAGED,
        before.startedAt(),
        before.liveSince(),
        before.lastSegmentAt(),
        before.targetDuration(),
        before.mediaSequence(),
        before.listedSegments(),
        before.waitingSegments(),
        before.listedDuration(),
        before.listedBytes(),
        before.recentBitrate(),
        before.codecs(),
        before.width(),
        before.height());
  }

  /** What is said of a stream of which nothing is known. */
  static StreamStatus unknown(StreamId stream) {
    return new StreamStatus(
        stream,
        State.WAITING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        Duration.ZERO,
        0,
        0,
        List.of(),
        0,
        0);
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
