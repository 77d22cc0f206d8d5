package dev.chalkstream;

import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sums up what is known of a stream. */
final class StatusReport {

  private StatusReport() {}

  static StreamStatus of(StreamView view) {
    Manifest manifest = view.manifest();
    if (manifest == null) {
      return new StreamStatus(
          view.stream(),
          State.WAITING,
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          Duration.ZERO,
          0,
          List.of(),
          0,
          0);
    }
    Manifest.Window window = manifest.window();
    Optional<MediaInfo> media = Optional.ofNullable(manifest.tail());
    return new StreamStatus(
        view.stream(),
        manifest.state(),
        Optional.of(manifest.startedAt()),
        Optional.of(manifest.lastSegmentAt()),
        window.nextSequence() - window.mediaSequence(),
        manifest.waiting().size(),
        window.duration(),
        window.bytes(),
        media.map(MediaInfo::codecs).orElse(List.of()),
        media.map(MediaInfo::width).orElse(0),
        media.map(MediaInfo::height).orElse(0));
  }
}
