package dev.chalkstream.internal.transition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.json.ManifestFormatTest;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Moment;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.manifest.PushedRun;
import dev.chalkstream.internal.manifest.PushedSection;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.StoredName;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.push.PushedPlaylistReader;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.Context;
import dev.chalkstream.internal.sequence.StreamRules;
import dev.chalkstream.internal.view.Customization;
import dev.chalkstream.internal.view.PlaylistComposer;
import dev.chalkstream.internal.view.PlaylistText;
import dev.chalkstream.internal.view.ReferencePlaylist;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.testing.ManualClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Plays a broadcaster's part against the transition alone. Unless told otherwise, every step goes
 * through the stored form, so that nothing can live on in memory only.
 */
public final class StreamScript {

  public static final Duration TWO_SECONDS = Duration.ofSeconds(2);

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

  public StreamScript policy(StreamPolicy policy) {
    this.policy = policy;
    return this;
  }

  /** Leaves out the way through the stored form, for scripts of very many steps. */
  public StreamScript inMemory() {
    stores = false;
    return this;
  }

  StreamScript waitingRoom(WaitingRoom waitingRoom) {
    this.waitingRoom = waitingRoom;
    return this;
  }

  public StreamScript targetDuration(int seconds) {
    targetDuration = Optional.of(TargetDuration.ofSeconds(seconds));
    return this;
  }

  public StreamScript pass(Duration time) {
    clock.advance(time);
    return this;
  }

  /** The name of a stored segment. */
  public static SegmentName name(SegmentDigest digest) {
    return name(digest, 0);
  }

  /** One of several names of segments with the same bytes. */
  public static SegmentName name(SegmentDigest digest, int which) {
    return StoredName.of(SegmentName.of(digest, MediaFile.MPEG_TS), Instant.EPOCH, which);
  }

  /** Appends a segment whose bytes are told by a word. */
  public AppendOutcome append(long sequence, String bytes) {
    return append(sequence, bytes, null, TWO_SECONDS);
  }

  public AppendOutcome append(
      long sequence, String bytes, @Nullable String run, Duration duration) {
    return append(name(digest(bytes)), sequence, run, duration);
  }

  public AppendOutcome append(
      SegmentName name, long sequence, @Nullable String run, Duration duration) {
    return append(name, sequence, run, duration, UNKNOWN_MEDIA);
  }

  /** Appends a segment of two seconds whose timestamps matter. */
  public AppendOutcome append(long sequence, MediaInfo media) {
    return append(name(digest("s" + sequence)), sequence, null, TWO_SECONDS, media);
  }

  /** Appends a segment whose timestamps matter beside what is said of them. */
  public AppendOutcome append(long sequence, Duration said, MediaInfo media) {
    return append(name(digest("s" + sequence)), sequence, null, said, media);
  }

  private AppendOutcome append(
      SegmentName name, long sequence, @Nullable String run, Duration duration, MediaInfo media) {
    return append(new StoredSegment(name, 188, media), sequence, run, duration);
  }

  /** Appends a segment as it is stored. */
  public AppendOutcome append(
      StoredSegment segment, long sequence, @Nullable String run, Duration duration) {
    return apply(
            new Command.AppendSegment(
                new Append(segment, sequence, duration, Optional.ofNullable(run), targetDuration),
                OptionalLong.empty()))
        .answered();
  }

  /** Appends a segment that was stored a moment ago. */
  public AppendOutcome appendStored(StoredSegment segment, long sequence) {
    long known = manifest == null ? 0 : manifest.revision();
    return apply(
            new Command.AppendSegment(
                new Append(segment, sequence, TWO_SECONDS, Optional.empty(), targetDuration),
                OptionalLong.of(known)))
        .answered();
  }

  /** Appends segments with the given numbers, each with its own bytes, 100 ms apart. */
  public StreamScript appendAll(long... sequences) {
    for (long sequence : sequences) {
      append(sequence, "s" + sequence);
      pass(Duration.ofMillis(100));
    }
    return this;
  }

  /** Pushes a segment whose bytes are told by a word. */
  public AppendOutcome push(String path, String bytes) {
    return push(path, name(digest(bytes)), UNKNOWN_MEDIA);
  }

  /** Pushes a segment. */
  public AppendOutcome push(String path, SegmentName name, MediaInfo media) {
    return push(path, new StoredSegment(name, 188, media));
  }

  /** Pushes a segment as it is stored. */
  public AppendOutcome push(String path, StoredSegment segment) {
    List<SegmentName> sections = manifest == null ? List.of() : manifest.pushes().sectionsFor(path);
    return push(path, segment, sections.isEmpty() ? null : sections.get(0).digest());
  }

  private AppendOutcome push(
      String path, StoredSegment segment, @Nullable SegmentDigest likeliest) {
    return apply(
            new Command.PushSegment(
                new PushedSegment(path, segment, Instant.EPOCH), likeliest, OptionalLong.empty()))
        .answered();
  }

  /** The name of a stored initialization section. */
  public static SegmentName section(String bytes) {
    return StoredName.of(SegmentName.of(digest(bytes), MediaFile.INITIALIZATION), Instant.EPOCH, 0);
  }

  /** Pushes an initialization section whose bytes are told by a word. */
  public AppendOutcome pushSection(String path, String bytes) {
    return apply(
            new Command.PushSection(
                new PushedSection(path, section(bytes), Instant.EPOCH), OptionalLong.empty()))
        .answered();
  }

  /** Pushes a segment of fragmented MP4 that was recognised with a section. */
  public AppendOutcome pushFragments(String path, String bytes, String section) {
    return push(path, fragments(bytes, section));
  }

  /** Pushes a segment of fragmented MP4 that was looked into when another section was likely. */
  public AppendOutcome pushFragmentsOf(
      String path, String bytes, String section, SegmentDigest likeliest) {
    return push(path, fragments(bytes, section), likeliest);
  }

  private static StoredSegment fragments(String bytes, String section) {
    var name = StoredName.of(SegmentName.of(digest(bytes), MediaFile.FRAGMENTS), Instant.EPOCH, 0);
    SegmentName plain = SegmentName.of(digest(section), MediaFile.INITIALIZATION);
    return new StoredSegment(name, plain, 188, UNKNOWN_MEDIA);
  }

  /** Pushes {@code out.m3u8} with a number and lines of its own. */
  public AppendOutcome pushPlaylist(long mediaSequence, String... lines) {
    return pushPlaylist("out.m3u8", mediaSequence, lines);
  }

  public AppendOutcome pushPlaylist(String path, long mediaSequence, String... lines) {
    String text = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:" + mediaSequence + "\n";
    try {
      return push(PushedPlaylistReader.read(path, text + String.join("\n", lines)).orElseThrow());
    } catch (SegmentRejectedException e) {
      throw new AssertionError(e);
    }
  }

  public AppendOutcome push(PushedPlaylist playlist) {
    return apply(new Command.PushPlaylist(playlist)).answered();
  }

  public StreamScript passTime() {
    apply(new Command.PassTime());
    return this;
  }

  public StreamScript complete() {
    apply(new Command.Complete());
    return this;
  }

  public StreamScript settle(Manifest.Ledger done) {
    apply(new Command.Settle(done));
    return this;
  }

  public Manifest manifest() {
    return Objects.requireNonNull(manifest);
  }

  public Instant now() {
    return clock.instant();
  }

  /** Loses a page of the history. */
  public StreamScript losePage(long first) {
    pages.remove(first);
    text = new PlaylistText(text.header(), text.pieces(), Map.of());
    return this;
  }

  public History history() {
    return first -> Optional.ofNullable(pages.get(first));
  }

  /** The playlist, which must be the same text whether that of its pages was kept or not. */
  public MediaPlaylist playlist() {
    StreamId stream = SessionId.of("script").streamId();
    MediaPlaylist expected = ReferencePlaylist.of(stream, manifest(), history(), name -> false);
    text =
        new PlaylistComposer(stream, manifest(), Customization.NONE, name -> false)
            .compose(text.pages(), history());
    assertThat(text.join()).isEqualTo(ByteBuffer.wrap(expected.toBytes()));
    return expected;
  }

  /** What the head lists: numbers, {@code gap} for a gap, {@code |} for a discontinuity. */
  public String listing() {
    var text = new StringBuilder();
    for (ListedSegment segment : manifest().window().head()) {
      text.append(segment.discontinuity() ? "| " : "");
      text.append(segment.isGap() ? "gap" : Long.toString(segment.sequence())).append(' ');
    }
    return text.toString().trim();
  }

  public List<Long> waiting() {
    return manifest().waiting().stream().map(WaitingSegment::sequence).toList();
  }

  /** The moment of a node that has seen all of a stream, on the clock by which it was written. */
  static Moment witness(@Nullable Manifest seen, Instant now) {
    if (seen == null) {
      return new Moment(now, now, now, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
    Instant since = seen.run().missingSince();
    PushedRun pushed = seen.pushes().followed();
    return new Moment(
        now,
        now,
        now,
        since == null ? Duration.ZERO : Duration.between(since, now),
        Duration.between(seen.lastSegmentAt(), now),
        pushed == null ? Duration.ZERO : Duration.between(pushed.saidAt(), now));
  }

  /** When the passing of time alone changes the stream next. */
  public Instant nextDue() {
    return Due.next(manifest(), witness(manifest(), now()));
  }

  /** Whether the passing of time alone would change the stream until then. */
  boolean changes(Instant when) {
    return Transition.apply(manifest(), new Command.PassTime(), context(when)).next() != null;
  }

  public static SegmentDigest digest(String bytes) {
    return SegmentDigest.of(DigestUtils.sha256Hex(bytes));
  }

  private Context context() {
    return context(now());
  }

  private Context context(Instant when) {
    return new Context(
        new StreamRules(policy, waitingRoom),
        witness(manifest, when),
        history(),
        "test",
        Manifest.Ledger.EMPTY);
  }

  /** What the operator is told. */
  public Set<String> remarks() {
    return Set.copyOf(remarks);
  }

  private Transition.Outcome apply(Command command) {
    Transition.Result result = Transition.apply(manifest, command, context());
    remarks.addAll(result.remarks().values());
    Manifest next = result.next();
    if (next != null) {
      pages.putAll(result.pages());
      manifest = stores ? ManifestFormatTest.roundTrip(next) : next;
    }
    return result.outcome();
  }
}
