package dev.chalkstream.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.segment.GapFiller;
import dev.chalkstream.media.Container;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a stream costs in calls of its store, which object stores are paid by: an hour of a live
 * stream in its steady state, with viewers who poll as often as the HLS draft lets them and load
 * every segment, spread over nodes round-robin, as are the uploads.
 */
class StoreCostTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final Duration STEP = Duration.ofMillis(100);

  /** Half an hour costs half as much. */
  private static final Duration PLAYED = Duration.ofMinutes(30);

  private static final long AN_HOUR = Duration.ofHours(1).dividedBy(PLAYED);

  private final ManualClock clock = new ManualClock();
  private final TracedStore store = new TracedStore(BlobStores.inMemory(clock));
  private final List<Instance> nodes = new ArrayList<>();
  private @Nullable PlaylistSnapshot latest;
  private SegmentName newest = GapFiller.of(Container.MPEG_TS).name();
  private int target;
  private int turn;
  private int sent;

  private Instance nextNode() {
    return nodes.get(turn++ % nodes.size());
  }

  private void upload() throws Exception {
    ByteBuffer body = TestSegments.segment("s" + sent);
    nextNode()
        .ingest(
            SegmentUpload.builder(SESSION)
                .sequence(sent++)
                .duration(Duration.ofSeconds(target))
                .digest(SegmentDigest.compute(body))
                .body(body)
                .build());
  }

  private void watch() throws IOException {
    PlaylistSnapshot playlist = nextNode().playlist(STREAM).orElseThrow();
    if (!playlist.equals(latest)) {
      List<MediaSegment> segments = playlist.playlist().segments();
      String uri = segments.get(segments.size() - 1).uri();
      newest = SegmentName.parse(uri.substring(uri.lastIndexOf('/') + 1));
      latest = playlist;
    }
    nextNode().segment(STREAM, newest, ByteRange.all()).orElseThrow().close();
  }

  /** Viewers come evenly spread over each target duration. */
  private void play(Duration time, int viewers) throws Exception {
    int stepsPerRound = (int) (Duration.ofSeconds(target).toMillis() / STEP.toMillis());
    for (long step = 0; step < time.dividedBy(STEP); step++) {
      int phase = (int) (step % stepsPerRound);
      if (phase == 0) {
        upload();
      }
      for (int i = viewers * phase / stepsPerRound;
          i < viewers * (phase + 1) / stepsPerRound;
          i++) {
        watch();
      }
      clock.advance(STEP);
      if (step % 10 == 0) {
        nodes.forEach(Instance::tick);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 1",
    "2, 1, 1000",
    "2, 3, 1",
    "2, 3, 1000",
    "6, 1, 1",
    "6, 1, 1000",
    "6, 3, 1",
    "6, 3, 1000"
  })
  void whatAnHourCostsDoesNotGrowWithTheViewers(int seconds, int nodeCount, int viewers)
      throws Exception {
    target = seconds;
    // A shorter playlist costs as many calls, and is sooner in its steady state.
    StreamPolicy policy = StreamPolicy.builder().retention(Duration.ofMinutes(4)).build();
    for (int i = 0; i < nodeCount; i++) {
      nodes.add(Nodes.on(store).clock(clock).policy(policy).build());
    }
    play(Duration.ofMinutes(10), 0);
    store.resetCounts();

    play(PLAYED, viewers);

    long uploads = PLAYED.toSeconds() / seconds;
    report(seconds, nodeCount, viewers);
    assertThat(store.count(Call.WRITE_SEGMENT)).isEqualTo(uploads);
    // Those that were listed in pages go by the page.
    assertThat(store.count(Call.DELETE)).isBetween(uploads - 260, uploads + 260);
    assertThat(store.count(Call.WRITE_PAGE))
        .isLessThanOrEqualTo(uploads / PageNumbers.PAGE_LENGTH + 1);
    assertThat(store.count(Call.READ_PAGE))
        .isLessThanOrEqualTo(2L * nodeCount * (uploads / PageNumbers.PAGE_LENGTH + 3));
    assertThat(store.count(Call.LIST) + store.count(Call.HEAD)).isZero();
    // A node that is no longer up to date may lose a race before it knows.
    assertThat(store.count(Call.WRITE_MANIFEST)).isBetween(uploads, uploads * 11 / 10);
    // The node that took a segment needs not read it, and each other one reads it once.
    assertThat(store.count(Call.READ_SEGMENT)).isLessThanOrEqualTo(uploads * (nodeCount - 1));
    // At most twice a second and node for all viewers, and once for an upload.
    assertThat(store.count(Call.READ_MANIFEST))
        .isLessThanOrEqualTo(2 * PLAYED.toSeconds() * nodeCount + uploads);
  }

  private void report(int seconds, int nodeCount, int viewers) {
    StringBuilder line = new StringBuilder("store calls an hour: ");
    line.append(seconds).append(" s, ").append(nodeCount).append(" node(s), ");
    line.append(viewers).append(" viewer(s): ").append(store.total() * AN_HOUR);
    for (Call call : Call.values()) {
      line.append(", ").append(call).append(' ').append(store.count(call) * AN_HOUR);
    }
    System.out.println(line);
  }
}
