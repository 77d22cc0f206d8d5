package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.media.MediaInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Plays a broadcaster's part against the editor alone. Unless told otherwise, every step goes
 * through the stored form, so that nothing can live on in memory only.
 */
final class StreamScript {

  static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private static final MediaInfo UNKNOWN_MEDIA = new MediaInfo(List.of(), true);

  private final ManualClock clock = new ManualClock();
  private final Map<Long, List<ListedSegment>> pages = new HashMap<>();
  private final Set<String> remarks = new TreeSet<>();
  private StreamPolicy policy = StreamPolicy.defaults();
  private WaitingRoom waitingRoom = WaitingRoom.closed();
  private boolean stores = true;
  private @Nullable Manifest manifest;
  private PlaylistText text =
      PlaylistText.of(MediaPlaylist.builder(TargetDuration.ofSeconds(1)).build());
  private Optional<TargetDuration> targetDuration = Optional.empty();

  StreamScript policy(StreamPolicy policy) {
    this.policy = policy;
    return this;
  }

  /** Leaves out the way through the stored form, for scripts of very many steps. */
  StreamScript inMemory() {
    stores = false;
    return this;
  }

  StreamScript waitingRoom(WaitingRoom waitingRoom) {
    this.waitingRoom = waitingRoom;
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
    return append(name, sequence, run, duration, UNKNOWN_MEDIA);
  }

  /** Appends a segment of two seconds whose timestamps matter. */
  AppendOutcome append(long sequence, MediaInfo media) {
    return append(new SegmentName(digest("s" + sequence), 0), sequence, null, TWO_SECONDS, media);
  }

  /** Appends a segment whose timestamps matter beside what is said of them. */
  AppendOutcome append(long sequence, Duration said, MediaInfo media) {
    return append(new SegmentName(digest("s" + sequence), 0), sequence, null, said, media);
  }

  private AppendOutcome append(
      SegmentName name, long sequence, @Nullable String run, Duration duration, MediaInfo media) {
    StreamEditor editor = edit();
    AppendOutcome outcome =
        editor.append(
            new Append(
                name, sequence, 188, duration, media, Optional.ofNullable(run), targetDuration));
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

  /** Pushes a segment whose bytes are told by a word. */
  AppendOutcome push(String path, String bytes) {
    return push(path, new SegmentName(digest(bytes), 0), UNKNOWN_MEDIA);
  }

  /** Pushes a segment, under another name where its own is taken, as uploads do. */
  AppendOutcome push(String path, SegmentName name, MediaInfo media) {
    StreamEditor editor = edit();
    AppendOutcome outcome = editor.push(new PushedSegment(path, name, 188, Instant.EPOCH, media));
    store(editor);
    return outcome instanceof AppendOutcome.NameInUse
        ? push(path, name.withCopy(name.copy() + 1), media)
        : outcome;
  }

  /** Pushes {@code out.m3u8} with a number and lines of its own. */
  AppendOutcome pushPlaylist(long mediaSequence, String... lines) {
    return pushPlaylist("out.m3u8", mediaSequence, lines);
  }

  AppendOutcome pushPlaylist(String path, long mediaSequence, String... lines) {
    String text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:" + mediaSequence + "\n";
    try {
      return push(PushedPlaylist.read(path, text + String.join("\n", lines)).orElseThrow());
    } catch (SegmentRejectedException e) {
      throw new AssertionError(e);
    }
  }

  AppendOutcome push(PushedPlaylist playlist) {
    StreamEditor editor = edit();
    AppendOutcome outcome = editor.push(playlist);
    store(editor);
    return outcome;
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

  StreamScript settle(Manifest.Ledger done) {
    StreamEditor editor = edit();
    editor.settle(done);
    store(editor);
    return this;
  }

  boolean isInUse(SegmentName name) {
    return edit().isInUse(name);
  }

  Manifest manifest() {
    return Objects.requireNonNull(manifest);
  }

  Instant now() {
    return clock.instant();
  }

  /** Loses a page of the history. */
  StreamScript losePage(long first) {
    pages.remove(first);
    text = new PlaylistText(text.header(), text.pieces(), Map.of());
    return this;
  }

  History history() {
    return first -> Optional.ofNullable(pages.get(first));
  }

  /** The playlist, which must be the same text whether that of its pages was kept or not. */
  MediaPlaylist playlist() {
    StreamId stream = SessionId.of("script").streamId();
    MediaPlaylist expected = ReferencePlaylist.of(stream, manifest(), history(), name -> false);
    text =
        new PlaylistComposer(stream, manifest(), Customization.NONE, name -> false)
            .compose(text.pages(), history());
    assertThat(text.join()).isEqualTo(ByteBuffer.wrap(expected.toBytes()));
    return expected;
  }

  /** What the head lists: numbers, {@code gap} for a gap, {@code |} for a discontinuity. */
  String listing() {
    var text = new StringBuilder();
    for (ListedSegment segment : manifest().window().head()) {
      text.append(segment.discontinuity() ? "| " : "");
      text.append(segment.isGap() ? "gap" : Long.toString(segment.sequence())).append(' ');
    }
    return text.toString().trim();
  }

  List<Long> waiting() {
    return manifest().waiting().stream().map(WaitingSegment::sequence).toList();
  }

  /** The moment of a node that has seen all of a stream, on the clock by which it was written. */
  static Moment witness(@Nullable Manifest seen, Instant now) {
    if (seen == null) {
      return new Moment(now, now, now, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
    Instant since = seen.run().missingSince();
    return new Moment(
        now,
        now,
        now,
        since == null ? Duration.ZERO : Duration.between(since, now),
        Duration.between(seen.lastSegmentAt(), now),
        Duration.between(seen.pushes().saidAt(), now));
  }

  /** When the passing of time alone changes the stream next. */
  Instant nextDue() {
    return StreamEditor.nextDue(manifest(), witness(manifest(), now()));
  }

  static SegmentDigest digest(String bytes) {
    return SegmentDigest.of(DigestUtils.sha256Hex(bytes));
  }

  private StreamEditor edit() {
    return new StreamEditor(
        manifest, history(), new StreamRules(policy, waitingRoom), witness(manifest, now()));
  }

  /** What the operator is told. */
  Set<String> remarks() {
    return Set.copyOf(remarks);
  }

  private void store(StreamEditor editor) {
    remarks.addAll(editor.remarks().toMap().values());
    if (editor.hasChanged()) {
      pages.putAll(editor.sealedPages());
      long revision = manifest == null ? 1 : manifest.revision() + 1;
      Manifest next = editor.toManifest(revision, "test");
      manifest = stores ? ManifestFormatTest.roundTrip(next) : next;
    }
  }
}
