package dev.chalkstream;

import static dev.chalkstream.testing.TestSegments.upload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.media.MediaFile;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChalkstreamTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();

  private final ManualClock clock = new ManualClock();
  private final BlobStore store = BlobStores.inMemory(clock);
  private final Chalkstream chalkstream = node();

  private Chalkstream node() {
    return Nodes.on(store).clock(clock).build();
  }

  private IngestResult ingest(long sequence, String word)
      throws IOException, SegmentRejectedException {
    return chalkstream.ingest(upload(SESSION, sequence, word).build());
  }

  private String playlist() throws IOException {
    return chalkstream.playlist(STREAM).orElseThrow().playlist().toString();
  }

  private List<String> keys() throws IOException {
    try (var blobs = store.list("")) {
      return blobs.map(info -> info.key().value()).toList();
    }
  }

  private void assertRejected(SegmentUpload upload, Reason reason) throws IOException {
    List<String> before = keys();
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(() -> chalkstream.ingest(upload))
        .returns(reason, SegmentRejectedException::reason);
    assertThat(keys()).as("nothing is stored").isEqualTo(before);
  }

  @Test
  void aSegmentIsStoredUnderItsDigestAndListed() throws Exception {
    assertThat(ingest(0, "a")).isEqualTo(IngestResult.LISTED);

    byte[] bytes = TestSegments.bytes("a");
    var plain = SegmentName.of(SegmentDigest.compute(ByteBuffer.wrap(bytes)), MediaFile.MPEG_TS);
    var name = SegmentName.parse(keys().get(0).substring(STREAM.value().length() + 1));
    assertThat(name.digest()).isEqualTo(plain.digest());
    assertThat(playlist()).contains("../chunk/" + STREAM + "/" + name + "\n");
    assertThat(keys()).containsExactlyInAnyOrder(STREAM + "/manifest.json", STREAM + "/" + name);
    for (SegmentName address : List.of(name, plain)) {
      try (Blob blob = chalkstream.segment(STREAM, address, ByteRange.all()).orElseThrow()) {
        assertThat(blob.body().readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void anUnknownStreamHasNoPlaylistAndWaits() throws Exception {
    assertThat(chalkstream.playlist(STREAM)).isEmpty();
    assertThat(chalkstream.status(STREAM).state()).isEqualTo(StreamStatus.State.WAITING);
  }

  @Test
  void aSegmentWhoseBytesDoNotMatchItsDigestIsRejected() throws Exception {
    assertRejected(
        upload(SESSION, 0, "a").body(TestSegments.segment("b")).build(), Reason.DIGEST_MISMATCH);
  }

  @Test
  void whatIsNoTransportStreamIsRejected() throws Exception {
    assertRejected(
        upload(SESSION, 0, "a").body(ByteBuffer.allocate(376)).build(),
        Reason.NOT_A_TRANSPORT_STREAM);
  }

  @Test
  void aSegmentThatIsTooLargeIsRejected() throws Exception {
    StreamPolicy policy = StreamPolicy.builder().maxSegmentBytes(375).build();
    try (var small = Nodes.on(store).policy(policy).build()) {
      assertThatExceptionOfType(SegmentRejectedException.class)
          .isThrownBy(() -> small.ingest(upload(SESSION, 0, "a").build()))
          .returns(Reason.TOO_LARGE, SegmentRejectedException::reason);
    }
  }

  @Test
  void aRejectedSegmentIsNotStored() throws Exception {
    ingest(0, "a");
    ingest(1, "b");
    assertRejected(upload(SESSION, 1, "other").build(), Reason.SEQUENCE_TAKEN);
  }

  @Test
  void theSameBytesAtTwoPlacesAreStoredTwice() throws Exception {
    ingest(0, "a");
    assertThat(ingest(1, "a")).isEqualTo(IngestResult.LISTED);
    assertThat(ingest(1, "a")).isEqualTo(IngestResult.UNCHANGED);

    assertThat(keys()).hasSize(3);
    for (var segment : chalkstream.playlist(STREAM).orElseThrow().playlist().segments()) {
      var name = SegmentName.parse(segment.uri().substring(segment.uri().lastIndexOf('/') + 1));
      try (Blob blob = chalkstream.segment(STREAM, name, ByteRange.all()).orElseThrow()) {
        assertThat(blob.body().readAllBytes()).isEqualTo(TestSegments.bytes("a"));
      }
    }
  }

  @Test
  void aViewerSeesTheEndWithoutAnyoneTouchingTheStream() throws Exception {
    ingest(0, "a");
    assertThat(playlist()).doesNotContain("ENDLIST");
    clock.advance(Duration.ofSeconds(30));
    assertThat(playlist()).endsWith("#EXT-X-ENDLIST\n");
    assertThat(chalkstream.status(STREAM).state()).isEqualTo(StreamStatus.State.COMPLETE);
    assertThat(node().playlist(STREAM).orElseThrow().playlist().toString())
        .as("it is written down")
        .isEqualTo(playlist());
  }

  @Test
  void completeEndsTheStreamAtOnceAndAnotherSegmentResumesIt() throws Exception {
    ingest(0, "a");
    chalkstream.complete(SESSION);
    assertThat(playlist()).endsWith("#EXT-X-ENDLIST\n");
    ingest(1, "b");
    assertThat(playlist()).doesNotContain("ENDLIST").contains("#EXT-X-DISCONTINUITY\n");
  }

  @Test
  void completingAnUnknownStreamLeavesNothingBehind() throws Exception {
    chalkstream.complete(SESSION);
    assertThat(keys()).isEmpty();
  }

  @Test
  void thePlaylistIsMadeOncePerRevision() throws Exception {
    ingest(0, "a");
    PlaylistSnapshot first = chalkstream.playlist(STREAM).orElseThrow();
    clock.advance(Duration.ofSeconds(5));
    assertThat(chalkstream.playlist(STREAM).orElseThrow()).isSameAs(first);
    ingest(1, "b");
    PlaylistSnapshot second = chalkstream.playlist(STREAM).orElseThrow();
    assertThat(second.entityTag()).isNotEqualTo(first.entityTag());
  }

  @Test
  void theCustomizerIsAskedOncePerRevision() throws Exception {
    var asked = new AtomicInteger();
    try (var custom =
        Nodes.on(store)
            .clock(clock)
            .playlistCustomizer(
                new PlaylistCustomizer() {
                  @Override
                  public List<String> headerTags(MediaPlaylist header) {
                    asked.incrementAndGet();
                    return List.of("#EXT-X-EXAMPLE:" + header.targetDuration().seconds());
                  }

                  @Override
                  public MediaSegment segment(MediaSegment segment) {
                    return segment
                        .withUri("https://cdn.example/" + segment.uri().substring(3))
                        .withTags(List.of("#EXAMPLE"));
                  }
                })
            .build()) {
      custom.ingest(upload(SESSION, 0, "a").build());
      String first = UTF_8.decode(custom.playlist(STREAM).orElseThrow().bytes()).toString();
      custom.playlist(STREAM);
      assertThat(asked).hasValue(1);
      assertThat(first)
          .contains("#EXT-X-EXAMPLE:2\n#EXT-X-PROGRAM-DATE-TIME")
          .contains("#EXAMPLE\n#EXTINF:2,\nhttps://cdn.example/chunk/" + STREAM + "/");
      custom.ingest(upload(SESSION, 1, "b").build());
      custom.playlist(STREAM);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void aCustomizerThatChangesWhatOthersBuildOnIsRefused() throws Exception {
    try (var custom =
        Nodes.on(store)
            .clock(clock)
            .playlistCustomizer(
                PlaylistCustomizer.ofSegments(
                    s -> MediaSegment.of(s.uri(), s.duration().plusSeconds(1))))
            .build()) {
      custom.ingest(upload(SESSION, 0, "a").build());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> custom.playlist(STREAM))
          .withMessageContaining("the address and the tags of a segment only");
    }
  }

  @Test
  void theDurationOfTheTimestampsIsTakenWhereTheBroadcasterIsFarOff() throws Exception {
    byte[] poster;
    try (var in = WaitingRoom.standard().poster(MediaFile.MPEG_TS).orElseThrow().open()) {
      poster = in.readAllBytes();
    }
    var body = ByteBuffer.wrap(poster);
    SegmentUpload.Builder upload =
        SegmentUpload.builder(SESSION).digest(SegmentDigest.compute(body)).body(body);
    chalkstream.ingest(upload.sequence(0).duration(Duration.ofMillis(2_900)).build());
    chalkstream.ingest(upload.sequence(1).duration(Duration.ofSeconds(10)).build());
    chalkstream.ingest(upload.sequence(2).duration(Duration.ofMillis(500)).build());
    assertThat(chalkstream.playlist(STREAM).orElseThrow().playlist().segments())
        .extracting(segment -> segment.duration())
        .containsExactly(Duration.ofMillis(2_900), Duration.ofSeconds(2), Duration.ofSeconds(2));
    StreamStatus status = chalkstream.status(STREAM);
    assertThat(status.codecs()).containsExactly("avc1.42c01f", "mp4a.40.2");
    assertThat(status.width()).isEqualTo(640);
    assertThat(status.height()).isEqualTo(360);
    assertThat(status.bitrate()).isEqualTo(3L * poster.length * 8_000 / 6_900);
  }

  @Test
  void theStatusSumsUpWhatIsListed() throws Exception {
    ingest(0, "a");
    clock.advance(Duration.ofSeconds(1));
    ingest(1, "b");
    ingest(3, "d");
    StreamStatus status = chalkstream.status(STREAM);
    assertThat(status.state()).isEqualTo(StreamStatus.State.LIVE);
    assertThat(status.startedAt()).contains(ManualClock.START);
    assertThat(status.lastSegmentAt()).contains(ManualClock.START.plusSeconds(1));
    assertThat(status.listedSegments()).isEqualTo(2);
    assertThat(status.waitingSegments()).isEqualTo(1);
    assertThat(status.listedDuration()).isEqualTo(Duration.ofSeconds(4));
    assertThat(status.listedBytes()).isEqualTo(2 * 564);
    assertThat(status.liveSince()).contains(ManualClock.START);
    assertThat(status.targetDuration()).contains(Duration.ofSeconds(2));
    assertThat(status.recentBitrate()).isEqualTo(2 * 564 * 8 / 4);
  }

  @Test
  void aSegmentThatLeftThePlaylistIsDeletedAfterItsAvailabilityTimeAndNotBefore() throws Exception {
    StreamPolicy policy = StreamPolicy.builder().retention(Duration.ofSeconds(20)).build();
    try (var node = Nodes.on(store).policy(policy).clock(clock).build()) {
      for (int sequence = 0; sequence < 40; sequence++) {
        node.ingest(upload(SESSION, sequence, "s" + sequence).build());
        clock.advance(Duration.ofSeconds(2));
      }
      long listed = node.status(STREAM).listedSegments();
      assertThat(listed).isEqualTo(10);
      // Unlisted ones stay for 2 s and the longest playlist, 22 s: twelve more, and the manifest.
      assertThat(keys()).hasSize(10 + 12 + 1);
    }
  }
}
