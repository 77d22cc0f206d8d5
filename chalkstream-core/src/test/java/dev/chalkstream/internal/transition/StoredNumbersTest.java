package dev.chalkstream.internal.transition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.internal.json.ManifestReader;
import dev.chalkstream.internal.json.ManifestWriter;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.node.StatusReport;
import dev.chalkstream.internal.node.StreamClock;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.push.PushedPlaylistReader;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.internal.sequence.Context;
import dev.chalkstream.internal.sequence.StreamRules;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.view.Customization;
import dev.chalkstream.internal.view.HistoryPages;
import dev.chalkstream.internal.view.PlaylistComposer;
import dev.chalkstream.internal.view.PlaylistText;
import dev.chalkstream.internal.view.ReferencePlaylist;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Manifests and pages with a value changed, or a piece of them gone: whatever comes of them is
 * either damage, told when it is read, or a stream that can be shown, changed and ended.
 */
class StoredNumbersTest {

  private static final int MUTATIONS = Integer.getInteger("chalkstream.mutations", 1_500);
  private static final StreamId STREAM = SessionId.of("script").streamId();
  private static final Pattern VALUE =
      Pattern.compile("(?<=:)(-?[0-9]+|true|false|\"[^\"]*\")(?=[,}\\]])");
  private static final Pattern FIELD = Pattern.compile("\"[a-zA-Z]+\":[^,{}\\[\\]]+,");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "249",
          "251",
          "1000",
          "100000",
          "1000000000",
          "2147483647",
          "2147483648",
          "4294967296",
          "999999999999999999",
          "9007199254740992",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808");

  private final ManualClock clock = new ManualClock();
  private Random random = new Random(0);

  /** Streams in all states, short and long, uploaded and pushed. */
  private List<StreamScript> scripts() {
    List<StreamScript> scripts = new ArrayList<>();
    scripts.add(script(Duration.ofMinutes(10)).appendAll(0, 1, 2, 5, 6));
    scripts.add(script(Duration.ofMinutes(10)).appendAll(0, 1, 4).complete());
    StreamScript runs = script(Duration.ofSeconds(20));
    for (int n = 0; n < 60; n++) {
      runs.append(n % 9, "s" + n, "run" + n / 9, Duration.ofMillis(1_960));
      runs.pass(StreamScript.TWO_SECONDS);
    }
    scripts.add(runs);
    StreamScript pushed = script(Duration.ofMinutes(10));
    pushed.push("out0.ts", "a");
    pushed.push("out7.ts", "b");
    pushed.pushPlaylist(0, "#EXTINF:2,", "out0.ts", "#EXTINF:2,", "out1.ts", "#EXT-X-ENDLIST");
    scripts.add(pushed);
    scripts.add(
        script(Duration.ofSeconds(20))
            .appendAll(0, 1, 2)
            .complete()
            .pass(Duration.ofMinutes(1))
            .passTime());
    scripts.add(longOne());
    return scripts;
  }

  private static StreamScript script(Duration retention) {
    return new StreamScript().policy(StreamPolicy.builder().retention(retention).build());
  }

  private static StreamScript longOne() {
    StreamScript stream = script(Duration.ofMinutes(20));
    for (int n = 0; n < 640; n++) {
      stream.append(n, "s" + n);
      stream.pass(StreamScript.TWO_SECONDS);
    }
    return stream;
  }

  private String mutate(String json) {
    String mutated = json;
    for (int i = random.nextInt(10) == 0 ? 2 : 1; i > 0; i--) {
      mutated = mutateOnce(mutated);
    }
    return mutated;
  }

  private String mutateOnce(String json) {
    return switch (random.nextInt(12)) {
      case 0 -> json.substring(0, random.nextInt(json.length()));
      case 1 -> cutOut(json, FIELD);
      case 2 -> {
        char[] chars = json.toCharArray();
        chars[random.nextInt(chars.length)] ^= (char) (1 << random.nextInt(7));
        yield new String(chars);
      }
      default -> changeValue(json);
    };
  }

  private String cutOut(String json, Pattern what) {
    List<MatchResult> all = what.matcher(json).results().toList();
    if (all.isEmpty()) {
      return json;
    }
    MatchResult one = all.get(random.nextInt(all.size()));
    return json.substring(0, one.start()) + json.substring(one.end());
  }

  private String changeValue(String json) {
    List<MatchResult> all = VALUE.matcher(json).results().toList();
    if (all.isEmpty()) {
      return json;
    }
    MatchResult one = all.get(random.nextInt(all.size()));
    String value = one.group();
    String other =
        switch (value.charAt(0)) {
          case 't' -> "false";
          case 'f' -> "true";
          case '"' ->
              List.of("\"\"", "\"EXPIRED\"", "\"COMPLETE\"", "\"LIVE\"", "7")
                  .get(random.nextInt(5));
          default -> value.length() > 18 ? "3" : number(Long.parseLong(value));
        };
    return json.substring(0, one.start()) + other + json.substring(one.end());
  }

  private String number(long value) {
    return switch (random.nextInt(4)) {
      case 0 -> Long.toString(value ^ 1L << random.nextInt(63));
      case 1 -> Long.toString(value + random.nextInt(7) - 3);
      case 2 -> Long.toString(value * (2 + random.nextInt(1_000)));
      default -> NUMBERS.get(random.nextInt(NUMBERS.size()));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aManifestIsDamagedOrDoesAllThatManifestsDo(long seed) {
    random = new Random(seed);
    List<StreamScript> scripts = scripts();
    int readable = 0;
    for (int n = 0; n < MUTATIONS; n++) {
      StreamScript script = scripts.get(n % scripts.size());
      String json = mutate(new String(ManifestWriter.write(script.manifest()), UTF_8));
      Optional<Manifest> read = read(json);
      if (read.isPresent()) {
        readable++;
        assertThat(failureOf(read.get(), script.history())).as(json).isEmpty();
      }
    }
    assertThat(readable).as("mutations that leave a manifest").isGreaterThan(MUTATIONS / 10);
  }

  private static Optional<Manifest> read(String json) {
    try {
      return Optional.of(ManifestReader.read(json.getBytes(UTF_8)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Throwable> failureOf(Manifest manifest, History history) {
    List<Command> changes =
        List.of(
            new Command.PassTime(),
            new Command.Complete(),
            new Command.TakeDown(List.of()),
            append(manifest.run().next()),
            append(manifest.run().next() + 1),
            append(0),
            push());
    try {
      render(manifest, history);
      for (Command change : changes) {
        Manifest next = change(manifest, history, change, Duration.ofSeconds(1));
        render(next, history);
        change(next, history, new Command.PassTime(), Duration.ofDays(50_000));
      }
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return Optional.of(e);
    }
  }

  private static Command append(long sequence) {
    return new Command.AppendSegment(
        new Append(
            new StoredSegment(
                StreamScript.name(StreamScript.digest("new")), 188, new MediaInfo(List.of(), true)),
            Math.min(sequence, SegmentUpload.MAX_SEQUENCE),
            StreamScript.TWO_SECONDS,
            Optional.empty(),
            Optional.empty()),
        OptionalLong.empty());
  }

  private static Command push() {
    try {
      return new Command.PushPlaylist(
          PushedPlaylistReader.read(
                  "out.m3u8", "#EXTM3U\n#EXTINF:2,\nout0.ts\n#EXTINF:2,\nout7.ts\n#EXTINF:2,\nx.ts")
              .orElseThrow());
    } catch (SegmentRejectedException e) {
      throw new AssertionError(e);
    }
  }

  private Manifest change(Manifest manifest, History history, Command change, Duration later) {
    var context =
        new Context(
            new StreamRules(StreamPolicy.defaults(), WaitingRoom.standard()),
            StreamScript.witness(manifest, clock.instant().plus(later)),
            history,
            "test",
            Manifest.Ledger.EMPTY);
    Manifest next = Transition.apply(manifest, change, context).next();
    return next == null ? manifest : next;
  }

  private static void render(Manifest manifest, History history) {
    StreamClock clock =
        StreamClock.read(null, manifest, ManualClock.START, NodeClock.Span.ZERO, ManualClock.START);
    var view = new StreamView(STREAM, manifest, null, clock, Nodes.renderer(BlobStores.inMemory()));
    StatusReport.of(view);
    ManifestWriter.write(manifest);
    if (!manifest.window().isEmpty()) {
      PlaylistText text =
          new PlaylistComposer(STREAM, manifest, Customization.NONE, name -> false)
              .compose(Map.of(), history);
      assertThat(text.join())
          .isEqualTo(
              ByteBuffer.wrap(
                  ReferencePlaylist.of(STREAM, manifest, history, name -> false).toBytes()));
    }
  }

  @Test
  void aPageIsDamagedOrListedAndNeverStopsItsStream() throws Exception {
    random = new Random(3);
    StreamScript script = longOne();
    Manifest manifest = script.manifest();
    BlobStore store = BlobStores.inMemory(clock);
    long first = manifest.window().pages().get(0);
    new HistoryPages(store, clock).write(STREAM, first, script.history().find(first).orElseThrow());
    String json;
    try (Blob blob = store.get(Keys.page(STREAM, first), ByteRange.all()).orElseThrow()) {
      json = new String(blob.body().readAllBytes(), UTF_8);
    }
    int readable = 0;
    for (int n = 0; n < MUTATIONS / 10; n++) {
      store.putIf(
          Keys.page(STREAM, first),
          BlobContent.of(mutate(json).getBytes(UTF_8)),
          PutCondition.always());
      var pages = new HistoryPages(store, clock);
      readable += isReadable(pages, first) ? 1 : 0;
      History history =
          asked -> asked == first ? pages.of(STREAM).find(first) : script.history().find(asked);
      assertThat(failureOf(manifest, history)).isEmpty();
    }
    assertThat(readable).isGreaterThan(MUTATIONS / 100);
  }

  private static boolean isReadable(HistoryPages pages, long first) throws IOException {
    try {
      return pages.find(STREAM, first).isPresent();
    } catch (DamagedBlobException e) {
      assertThat(e).hasMessageContaining("page " + first);
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mediaSequence",
        "headSequence",
        "micros",
        "bytes",
        "next",
        "ordinal",
        "revision",
        "time"
      })
  void whatIsFarOutOfItsRangeIsDamageThatNamesTheKeyAndTheField(String field) throws Exception {
    BlobStore store = BlobStores.inMemory(clock);
    String json = new String(ManifestWriter.write(longOne().manifest()), UTF_8);
    String bad =
        json.replaceFirst("\"" + field + "\":[0-9]+", "\"" + field + "\":9999999999999999999");
    String worse =
        json.replaceFirst("\"" + field + "\":[0-9]+", "\"" + field + "\":9100000000000000000");
    for (String each : List.of(bad, worse)) {
      store.putIf(
          Keys.manifest(STREAM), BlobContent.of(each.getBytes(UTF_8)), PutCondition.always());
      assertThatExceptionOfType(DamagedBlobException.class)
          .isThrownBy(() -> Nodes.manifests(store).read(STREAM, null))
          .withMessageContaining(Keys.manifest(STREAM).value());
    }
    assertThatExceptionOfType(DamagedBlobException.class)
        .isThrownBy(() -> Nodes.manifests(store).read(STREAM, null))
        .withMessageContaining("'" + field + "'");
  }
}
