package dev.chalkstream;

import dev.chalkstream.hls.TargetDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Plays a broadcaster's part against the editor alone. Every step goes through the stored form, so
 * that nothing can live on in memory only.
 */
final class StreamScript {

  static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final ManualClock clock = new ManualClock();
  private StreamPolicy policy = StreamPolicy.defaults();
  private @Nullable Manifest manifest;
  private Optional<TargetDuration> targetDuration = Optional.empty();

  StreamScript policy(StreamPolicy policy) {
    this.policy = policy;
    return this;
  }

  StreamScript targetDuration(int seconds) {
    targetDuration = Optional.of(TargetDuration.ofSeconds(seconds));
    return this;
  }

  StreamScript pass(Duration time) {
    clock.advance(time);
    return this;
  }

  /** Appends a segment whose bytes are told by a word. */
  AppendOutcome append(long sequence, String bytes) {
    return append(sequence, bytes, null, TWO_SECONDS);
  }

  AppendOutcome append(long sequence, String bytes, @Nullable String run, Duration duration) {
    return append(new SegmentName(digest(bytes), 0), sequence, run, duration);
  }

  AppendOutcome append(SegmentName name, long sequence, @Nullable String run, Duration duration) {
    StreamEditor editor = edit();
    AppendOutcome outcome =
        editor.append(
            new Append(name, sequence, 188, duration, Optional.ofNullable(run), targetDuration));
    store(editor);
    return outcome;
  }

  /** Appends segments with the given numbers, each with its own bytes, 100 ms apart. */
  StreamScript appendAll(long... sequences) {
    for (long sequence : sequences) {
      append(sequence, "s" + sequence);
      pass(Duration.ofMillis(100));
    }
    return this;
  }

  StreamScript passTime() {
    StreamEditor editor = edit();
    editor.passTime();
    store(editor);
    return this;
  }

  StreamScript complete() {
    StreamEditor editor = edit();
    editor.complete();
    store(editor);
    return this;
  }

  StreamScript forget(SegmentName name) {
    StreamEditor editor = edit();
    editor.forget(Set.of(name));
    store(editor);
    return this;
  }

  Manifest manifest() {
    return Objects.requireNonNull(manifest);
  }

  Instant now() {
    return clock.instant();
  }

  /** What is listed: numbers, {@code gap} for a gap, {@code |} for a discontinuity. */
  String listing() {
    var text = new StringBuilder();
    for (ListedSegment segment : manifest().listed()) {
      text.append(segment.discontinuity() ? "| " : "");
      text.append(segment.isGap() ? "gap" : Long.toString(segment.sequence())).append(' ');
    }
    return text.toString().trim();
  }

  List<Long> waiting() {
    return manifest().waiting().stream().map(WaitingSegment::sequence).toList();
  }

  static SegmentDigest digest(String bytes) {
    return SegmentDigest.of(DigestUtils.sha256Hex(bytes));
  }

  private StreamEditor edit() {
    return new StreamEditor(manifest, policy, clock.instant());
  }

  private void store(StreamEditor editor) {
    if (editor.hasChanged()) {
      long revision = manifest == null ? 1 : manifest.revision() + 1;
      manifest = ManifestFormatTest.roundTrip(editor.toManifest(revision, "test"));
    }
  }
}
