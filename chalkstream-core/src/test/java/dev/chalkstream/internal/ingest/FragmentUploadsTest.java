package dev.chalkstream.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.cmaf.TestFragments;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
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
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Segments of fragmented MP4, and the initialization sections that they name. */
class FragmentUploadsTest {

  private static final SessionId SESSION = SessionId.of("fragments");
  private static final StreamId STREAM = SESSION.streamId();
  private static final Duration PACE = Duration.ofMillis(500);
  private static final ByteBuffer INIT = TestFragments.initialization();
  private static final ByteBuffer LARGER = TestFragments.initialization(1280, 720);

  private final ManualClock clock = new ManualClock();
  private final BlobStore store = BlobStores.inMemory(clock);
  private Instance chalkstream = node();

  private Instance node() {
    return Nodes.on(store).clock(clock).build();
  }

  private void announce(ByteBuffer... inits) throws Exception {
    for (ByteBuffer init : inits) {
      chalkstream.ingestInitialization(SESSION, SegmentDigest.compute(init), init);
    }
  }

  private IngestResult ingest(long sequence, ByteBuffer init) throws Exception {
    clock.advance(PACE);
    return ingest(sequence, init, TestFragments.segment((int) sequence * 2, "s" + sequence));
  }

  private IngestResult ingest(long sequence, ByteBuffer init, ByteBuffer body) throws Exception {
    return chalkstream.ingest(TestFragments.upload(SESSION, sequence, init, body).build());
  }

  private void assertRefused(Reason reason, ThrowingCallable upload) throws IOException {
    List<String> before = keys();
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(upload)
        .returns(reason, SegmentRejectedException::reason);
    assertThat(keys()).isEqualTo(before);
  }

  private MediaPlaylist playlist() throws IOException {
    return chalkstream.playlist(STREAM).orElseThrow().playlist();
  }

  private List<MediaSegment> segments() throws IOException {
    return playlist().segments();
  }

  private List<String> keys() throws IOException {
    try (var blobs = store.list("")) {
      return blobs.map(info -> info.key().value()).toList();
    }
  }

  private static SegmentName name(String uri) {
    return SegmentName.parse(uri.substring(uri.lastIndexOf('/') + 1));
  }

  private static SegmentName map(MediaSegment segment) {
    return name(segment.map().map(MediaMap::uri).orElseThrow());
  }

  private byte[] open(SegmentName name) throws IOException {
    try (Blob blob = chalkstream.segment(STREAM, name, ByteRange.all()).orElseThrow()) {
      return blob.body().readAllBytes();
    }
  }

  @Test
  void segmentsAreListedWithTheSectionThatTheyName() throws Exception {
    announce(INIT);
    assertThat(ingest(0, INIT)).isEqualTo(IngestResult.LISTED);
    assertThat(ingest(1, INIT)).isEqualTo(IngestResult.LISTED);

    assertThat(playlist().version()).isEqualTo(7);
    assertThat(segments()).hasSize(2).noneMatch(MediaSegment::discontinuity);
    MediaSegment first = segments().get(0);
    assertThat(first.uri()).endsWith(".m4s");
    assertThat(segments().get(1).map()).isEqualTo(first.map());
    assertThat(playlist().toString()).containsOnlyOnce("#EXT-X-MAP");
    assertThat(open(map(first))).isEqualTo(INIT.array());
    assertThat(open(name(first.uri()))).isEqualTo(TestFragments.segment(0, "s0").array());
    assertThat(open(SegmentName.of(name(first.uri()).digest(), MediaFile.FRAGMENTS))).isNotEmpty();
  }

  @Test
  void theStatusTellsWhatIsInside() throws Exception {
    announce(LARGER);
    ingest(0, LARGER);

    assertThat(chalkstream.status(STREAM).codecs()).containsExactly("avc1.64001f");
    assertThat(chalkstream.status(STREAM).width()).isEqualTo(1280);
  }

  @Test
  void soundAloneIsNamedAsSound() throws Exception {
    ByteBuffer init = TestFragments.soundInitialization();
    announce(init);
    ingest(0, init, TestFragments.soundSegment(0, "a"));

    MediaSegment segment = segments().get(0);
    assertThat(name(segment.uri()).file()).isEqualTo(MediaFile.AUDIO);
    assertThat(map(segment).file()).isEqualTo(MediaFile.AUDIO);
    assertThat(open(map(segment))).isEqualTo(init.array());
  }

  @Test
  void aSectionThatIsNotKnownIsAskedFor() throws Exception {
    assertRefused(Reason.UNKNOWN_INITIALIZATION, () -> ingest(0, INIT));
    announce(LARGER);
    assertRefused(Reason.UNKNOWN_INITIALIZATION, () -> ingest(0, INIT));
    announce(INIT);
    assertThat(ingest(0, INIT)).isEqualTo(IngestResult.LISTED);
  }

  @Test
  void aSectionThatIsAnythingElseIsRefused() throws Exception {
    SegmentDigest other = SegmentDigest.compute(LARGER);

    assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> announce(TestFragments.segment(0, "a")));
    assertRefused(
        Reason.DIGEST_MISMATCH, () -> chalkstream.ingestInitialization(SESSION, other, INIT));
    assertRefused(Reason.TOO_LARGE, () -> announce(ByteBuffer.allocate(256 * 1024 + 1)));
  }

  @Test
  void aSegmentThatDoesNotGoWithItsSectionIsRefused() throws Exception {
    announce(INIT);
    for (ByteBuffer body :
        List.of(TestSegments.segment("a"), TestFragments.soundSegment(0, "a"), INIT)) {
      assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> ingest(0, INIT, body));
    }
  }

  @Test
  void aStreamStaysWithItsContainerUntilItExpires() throws Exception {
    announce(INIT);
    ingest(0, INIT);
    assertRefused(
        Reason.OTHER_CONTAINER,
        () -> chalkstream.ingest(TestSegments.upload(SESSION, 1, "ts").build()));
    assertThat(ingest(1, INIT)).isEqualTo(IngestResult.LISTED);

    clock.advance(Duration.ofHours(1));
    chalkstream.tick();
    assertThat(chalkstream.playlist(STREAM)).isEmpty();
    assertThat(chalkstream.ingest(TestSegments.upload(SESSION, 0, "ts").build()))
        .isEqualTo(IngestResult.LISTED);
    assertThat(playlist().toString()).doesNotContain("#EXT-X-MAP").contains("#EXT-X-VERSION:6");
    announce(INIT);
    assertRefused(Reason.OTHER_CONTAINER, () -> ingest(1, INIT));
  }

  @Test
  void anotherSectionIsListedWhereItBegins() throws Exception {
    announce(INIT, LARGER);
    for (int n = 0; n < 6; n++) {
      ingest(n, n == 2 || n == 3 ? LARGER : INIT);
    }

    assertThat(segments().stream().map(MediaSegment::discontinuity))
        .containsExactly(false, false, true, false, true, false);
    assertThat(map(segments().get(2)).digest()).isEqualTo(SegmentDigest.compute(LARGER));
    assertThat(map(segments().get(4))).isEqualTo(map(segments().get(0)));
    assertThat(playlist().toString().split("#EXT-X-MAP", -1)).hasSize(4);
  }

  @Test
  void aSectionOfTheSameTracksNeedsNoDiscontinuity() throws Exception {
    ByteBuffer other = ByteBuffer.allocate(INIT.capacity() + 8);
    other.put(INIT.duplicate()).putInt(8).put(new byte[] {'f', 'r', 'e', 'e'}).flip();
    announce(INIT, other);
    ingest(0, INIT);
    ingest(1, other);

    assertThat(segments().get(1).discontinuity()).isFalse();
    assertThat(map(segments().get(1))).isNotEqualTo(map(segments().get(0)));
  }

  @Test
  void aNodeThatHasNotTakenTheSectionFindsIt() throws Exception {
    announce(INIT);
    chalkstream = node();
    ingest(0, INIT);
    chalkstream = node();
    ingest(1, INIT);
    // What it was copied from is gone, as after a day.
    var plain = SegmentName.of(SegmentDigest.compute(INIT), MediaFile.INITIALIZATION);
    store.delete(BlobKey.of(STREAM + "/" + plain));
    chalkstream = node();
    chalkstream.status(STREAM);

    assertThat(ingest(2, INIT)).isEqualTo(IngestResult.LISTED);
    assertThat(segments()).hasSize(3);
  }

  /** As it is on a node that has read the stream before the section left it. */
  @Test
  void aSectionThatIsListedNoMoreIsFoundAsItIsSentAgain() throws Exception {
    announce(INIT, LARGER);
    ingest(0, INIT);
    Instance late = Nodes.on(store).clock(clock).refreshInterval(Duration.ofDays(1)).build();
    late.playlist(STREAM);
    chalkstream.delete(STREAM);
    chalkstream.scan();
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");

    announce(INIT);
    chalkstream = late;
    assertThat(ingest(0, INIT)).isEqualTo(IngestResult.LISTED);
    assertThat(open(map(segments().get(0)))).isEqualTo(INIT.array());
  }

  @Test
  void sectionsGoWithTheLastSegmentThatNeedsThem() throws Exception {
    StreamPolicy policy = StreamPolicy.builder().retention(Duration.ofMinutes(1)).build();
    chalkstream = Nodes.on(store).clock(clock).policy(policy).build();
    announce(INIT, LARGER);
    for (int n = 0; n < 300; n++) {
      ingest(n, n % 7 == 3 && n < 40 ? LARGER : INIT);
      for (MediaSegment segment : n % 20 == 0 ? segments() : List.<MediaSegment>of()) {
        Optional<Blob> blob = chalkstream.segment(STREAM, map(segment), ByteRange.between(0, 0));
        assertThat(blob).isPresent();
        blob.get().close();
      }
    }
    for (int n = 0; n < 3; n++) {
      clock.advance(Duration.ofMinutes(30));
      chalkstream.scan();
    }

    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }

  @Test
  void aTakedownDeletesSectionsToo() throws Exception {
    announce(INIT, LARGER);
    ingest(0, INIT);

    assertThat(chalkstream.delete(STREAM)).isTrue();
    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }

  @Test
  void whatWaitsKeepsItsSection() throws Exception {
    announce(INIT, LARGER);
    ingest(0, INIT);
    assertThat(ingest(3, LARGER)).isEqualTo(IngestResult.WAITING);
    assertThat(ingest(2, INIT)).isEqualTo(IngestResult.WAITING);
    assertThat(ingest(1, LARGER)).isEqualTo(IngestResult.LISTED);

    assertThat(segments().stream().map(segment -> map(segment).digest()))
        .containsExactly(
            SegmentDigest.compute(INIT),
            SegmentDigest.compute(LARGER),
            SegmentDigest.compute(INIT),
            SegmentDigest.compute(LARGER));
    assertThat(map(segments().get(3))).isEqualTo(map(segments().get(1)));
  }

  @Test
  void aGapIsOfTheSectionBeforeIt() throws Exception {
    announce(INIT);
    ingest(0, INIT);
    ingest(2, INIT);
    clock.advance(PACE.multipliedBy(20));
    chalkstream.tick();

    assertThat(segments().stream().map(MediaSegment::gap)).containsExactly(false, true, false);
    assertThat(segments().get(1).uri()).endsWith(".m4s");
    assertThat(playlist().toString()).containsOnlyOnce("#EXT-X-MAP");
    assertThat(open(name(segments().get(1).uri()))).isNotEmpty();
  }

  @Test
  void whatIsOrphanedIsCollected() throws Exception {
    announce(INIT);
    ingest(0, INIT);
    announce(LARGER);
    chalkstream.complete(SESSION);
    for (int n = 0; n < 3; n++) {
      clock.advance(Duration.ofHours(25));
      chalkstream.scan();
    }

    assertThat(keys()).containsExactly(STREAM + "/manifest.json");
  }
}
