package dev.chalkstream.internal.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.media.cmaf.TestFragments;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Fragmented MP4 as encoders push it: sections, segments and playlists under their own names. */
class PushedFragmentsTest {

  private static final SessionId SESSION = SessionId.of("fragments");
  private static final StreamId STREAM = SESSION.streamId();
  private static final ByteBuffer INIT = TestFragments.initialization();
  private static final ByteBuffer LARGER = TestFragments.initialization(1280, 720);

  private final ManualClock clock = new ManualClock();
  private final BlobStore store = BlobStores.inMemory(clock);
  private Instance chalkstream = node();

  private Instance node() {
    return Nodes.on(store).clock(clock).build();
  }

  private IngestResult push(String name, ByteBuffer body) throws Exception {
    return chalkstream.pushSegment(SESSION, name, body);
  }

  private static ByteBuffer segment(int number) {
    return TestFragments.segment(number * 2, "s" + number);
  }

  /** Pushes a segment, and a playlist that names it and those before it. */
  private void encode(int number, int first) throws Exception {
    push("out" + number + ".m4s", segment(number));
    pushPlaylist(first, number);
  }

  private void pushPlaylist(int first, int last) throws Exception {
    var text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
    for (int n = first; n <= last; n++) {
      text.append("#EXTINF:2,\nout").append(n).append(".m4s\n");
    }
    chalkstream.pushPlaylist(SESSION, "out.m3u8", text.toString());
    clock.advance(Duration.ofSeconds(2));
  }

  private void assertRefused(Reason reason, ThrowingCallable upload) throws IOException {
    List<String> before = keys();
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(upload)
        .returns(reason, SegmentRejectedException::reason);
    assertThat(keys()).isEqualTo(before);
  }

  private List<String> keys() throws IOException {
    try (var blobs = store.list("")) {
      return blobs.map(info -> info.key().value()).toList();
    }
  }

  private List<MediaSegment> segments() throws IOException {
    return chalkstream.playlist(STREAM).orElseThrow().playlist().segments();
  }

  private ByteBuffer map(MediaSegment segment) throws IOException {
    String uri = segment.map().map(MediaMap::uri).orElseThrow();
    SegmentName name = SegmentName.parse(uri.substring(uri.lastIndexOf('/') + 1));
    try (Blob blob = chalkstream.segment(STREAM, name, ByteRange.all()).orElseThrow()) {
      return ByteBuffer.wrap(blob.body().readAllBytes());
    }
  }

  @Test
  void whatIsPushedIsListedWithItsSection() throws Exception {
    assertThat(push("init.mp4", INIT)).isEqualTo(IngestResult.STORED);
    assertThat(push("out0.m4s", segment(0))).isEqualTo(IngestResult.STORED);
    pushPlaylist(0, 1);
    assertThat(push("out1.m4s", segment(1))).isEqualTo(IngestResult.LISTED);

    assertThat(segments()).hasSize(2).noneMatch(MediaSegment::discontinuity);
    assertThat(map(segments().get(0))).isEqualTo(INIT);
    assertThat(segments().get(1).map()).isEqualTo(segments().get(0).map());
    assertThat(keys()).hasSize(4);
  }

  @Test
  void theNameDoesNotTellWhatItIs() throws Exception {
    push("head.m4s", INIT);
    push("0.cmfv", segment(0));
    chalkstream.pushPlaylist(
        SESSION,
        "out.m3u8",
        "#EXTM3U\n#EXT-X-MAP:URI=\"head.m4s\"\n#EXTINF:2,\n0.cmfv\n#EXTINF:2,\n1.MP4\n");
    assertThat(push("1.MP4", segment(1))).isEqualTo(IngestResult.LISTED);
  }

  @Test
  void aSegmentWithoutASectionIsRefused() throws Exception {
    assertRefused(Reason.UNKNOWN_INITIALIZATION, () -> push("out0.m4s", segment(0)));
    push("init.mp4", TestFragments.soundInitialization());
    assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> push("out0.m4s", segment(0)));
    push("init.mp4", INIT);
    assertThat(push("out0.m4s", segment(0))).isEqualTo(IngestResult.STORED);
  }

  @Test
  void whatIsNeitherIsRefused() throws Exception {
    assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> push("out0.m4s", TestSegments.segment("a")));
    assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> push("out0.m4s", box("styp")));
    assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> push("init.mp4", joined(INIT, segment(0))));
    push("init.mp4", INIT);
    for (ByteBuffer body :
        List.of(TestSegments.segment("a"), ByteBuffer.allocate(0), ByteBuffer.allocate(24))) {
      assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> push("out0.m4s", body));
    }
    assertRefused(Reason.NOT_A_TRANSPORT_STREAM, () -> push("out0.ts", segment(0)));
    push("out0.m4s", segment(0));
    assertRefused(Reason.OTHER_CONTAINER, () -> push("out1.ts", TestSegments.segment("a")));
  }

  private static ByteBuffer box(String type) {
    return ByteBuffer.allocate(16).putInt(16).put(type.getBytes(US_ASCII)).rewind();
  }

  private static ByteBuffer joined(ByteBuffer one, ByteBuffer two) {
    return ByteBuffer.allocate(one.remaining() + two.remaining())
        .put(one.duplicate())
        .put(two.duplicate())
        .flip();
  }

  @Test
  void aSectionThatIsSentAgainAndAgainCostsNoWrite() throws Exception {
    push("init.mp4", INIT);
    encode(0, 0);
    List<String> before = keys();
    assertThat(push("init.mp4", INIT)).isEqualTo(IngestResult.UNCHANGED);
    assertThat(keys()).isEqualTo(before);
    encode(1, 0);

    assertThat(segments()).hasSize(2).noneMatch(MediaSegment::discontinuity);
  }

  @Test
  void afterARestartTheNewSectionCounts() throws Exception {
    push("init.mp4", INIT);
    encode(0, 0);
    encode(1, 0);
    push("init.mp4", LARGER);
    push("out0.m4s", TestFragments.segment(0, "again"));
    pushPlaylist(0, 0);

    assertThat(segments().stream().map(MediaSegment::discontinuity))
        .containsExactly(false, false, true);
    assertThat(map(segments().get(1))).isEqualTo(INIT);
    assertThat(map(segments().get(2))).isEqualTo(LARGER);
    assertThat(chalkstream.status(STREAM).width()).isEqualTo(1280);
  }

  @Test
  void anotherNodeTakesTheSegments() throws Exception {
    Instance other = node();
    other.status(STREAM);
    push("init.mp4", INIT);
    other.pushSegment(SESSION, "out0.m4s", segment(0));
    pushPlaylist(0, 0);
    other.status(STREAM);
    push("init.mp4", LARGER);
    // It knows the former section, which would do.
    other.pushSegment(SESSION, "out1.m4s", segment(1));
    pushPlaylist(0, 1);

    assertThat(map(segments().get(0))).isEqualTo(INIT);
    assertThat(map(segments().get(1))).isEqualTo(LARGER);
    assertThat(other.status(STREAM).width()).isEqualTo(1280);
  }

  @Test
  void aNodeThatIsStartedAfterDaysFindsTheSection() throws Exception {
    push("init.mp4", INIT);
    for (int n = 0; n < 3; n++) {
      encode(n, 0);
      clock.advance(Duration.ofSeconds(1));
    }
    clock.advance(Duration.ofMinutes(9));
    chalkstream.scan();
    chalkstream = node();
    encode(3, 0);

    assertThat(map(segments().get(segments().size() - 1))).isEqualTo(INIT);
  }

  @Test
  void whatHasExpiredLeavesNothing() throws Exception {
    push("low/init.mp4", LARGER);
    push("init.mp4", INIT);
    encode(0, 0);
    for (int n = 0; n < 6; n++) {
      clock.advance(Duration.ofMinutes(30));
      chalkstream.tick();
      chalkstream.scan();
    }

    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }

  @Test
  void aTakedownDeletesPushedSections() throws Exception {
    push("low/init.mp4", LARGER);
    push("init.mp4", INIT);
    encode(0, 0);
    push("out1.m4s", segment(1));

    assertThat(chalkstream.delete(STREAM)).isTrue();
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
    assertRefused(Reason.UNKNOWN_INITIALIZATION, () -> push("out2.m4s", segment(2)));
    push("init.mp4", INIT);
    encode(2, 2);
    encode(3, 2);
    assertThat(map(segments().get(0))).isEqualTo(INIT);
  }

  @Test
  void aPushedSectionIsKeptWhileOthersAreScanned() throws Exception {
    push("init.mp4", INIT);
    for (int n = 0; n < 400; n++) {
      encode(n, Math.max(0, n - 1));
      clock.advance(Duration.ofMinutes(4));
      chalkstream.tick();
      if (n % 20 == 0) {
        chalkstream.scan();
      }
    }
    chalkstream = node();
    encode(400, 399);

    assertThat(map(segments().get(segments().size() - 1))).isEqualTo(INIT);
    assertThat(keys()).anyMatch(key -> key.contains(SegmentDigest.compute(INIT).value()));
  }
}
