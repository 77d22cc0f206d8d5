package dev.chalkstream.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chalkstream.PushName;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.TrackPush;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.media.cmaf.TestFragments;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.ScriptedStore;
import dev.chalkstream.testing.TestSegments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tracks of CMAF as encoders push them; the sections are those of DASH-IF Live Media Ingest. */
class TrackUploadsTest {

  private static final SessionId SESSION = SessionId.of("tracks");
  private static final String TRACK = "Streams(video.cmfv)";
  private static final ByteBuffer INIT = TestFragments.initialization();
  private static final ByteBuffer LARGER = TestFragments.initialization(1280, 720);
  private static final ByteBuffer END =
      ByteBuffer.wrap(new byte[] {0, 0, 0, 8, 'm', 'f', 'r', 'a'});

  private final ManualClock clock = new ManualClock();
  private final BlobStore store = BlobStores.inMemory(clock);
  private Instance chalkstream = node();

  private Instance node() {
    return Nodes.on(store).clock(clock).build();
  }

  private TrackPush begin(String name) {
    return chalkstream.beginTrack(SESSION, PushName.of(name));
  }

  private TrackPush push(String name, ByteBuffer... parts) throws Exception {
    TrackPush push = begin(name);
    for (ByteBuffer part : parts) {
      push.feed(part.duplicate());
    }
    push.end();
    return push;
  }

  /** The segment from so many seconds on, each of which lasts 2 s. */
  private static ByteBuffer at(int seconds) {
    return TestFragments.segment(seconds, "s" + seconds);
  }

  private static ByteBuffer last(int seconds) {
    byte[] type = new FileType("styp", "msdh", 0, List.of("msdh", "lmsg")).toBytes();
    var out = new ByteArrayOutputStream();
    out.writeBytes(type);
    out.writeBytes(at(seconds).array());
    return ByteBuffer.wrap(out.toByteArray());
  }

  private MediaPlaylist playlist() throws IOException {
    return chalkstream.playlist(SESSION.streamId()).orElseThrow().playlist();
  }

  /** Which segments are listed, by their beginnings in seconds, with a * where media break off. */
  private String listed() throws IOException {
    var text = new StringBuilder();
    for (MediaSegment segment : playlist().segments()) {
      text.append(segment.discontinuity() ? "*" : "").append(second(segment)).append(' ');
    }
    return text.toString().strip();
  }

  private static String second(MediaSegment segment) {
    for (int seconds = 0; seconds < 100; seconds += 2) {
      if (segment.uri().contains(SegmentDigest.compute(at(seconds)).toString())) {
        return Integer.toString(seconds);
      }
    }
    return "?";
  }

  private State state() throws IOException {
    return chalkstream.status(SESSION.streamId()).state();
  }

  private void assertRefused(Reason reason, ThrowingCallable upload) {
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(upload)
        .returns(reason, SegmentRejectedException::reason);
  }

  @Test
  void aSegmentIsListedWhileTheBodyGoesOn() throws Exception {
    TrackPush push = begin(TRACK).feed(INIT.duplicate());
    assertThat(push.hasTaken()).isFalse();
    push.feed(at(0));
    assertThat(listed()).isEqualTo("0");
    assertThat(push.hasTaken()).isTrue();
    push.feed(at(2)).feed(at(4));
    assertThat(listed()).isEqualTo("0 2 4");
    push.end();
    assertThat(listed()).isEqualTo("0 2 4");
    assertThat(state()).isEqualTo(State.LIVE);
    assertThat(playlist().toString()).containsOnlyOnce("#EXT-X-MAP");
  }

  /** Section 6.2, rules 1 to 3: a header, and each segment, as a request. */
  @Test
  void eachSegmentMayBeARequest() throws Exception {
    push("init-stream0.m4s", INIT);
    push("chunk-stream0-00001.m4s", at(0));
    push("chunk-stream0-00002.m4s", at(2));
    assertThat(listed()).isEqualTo("0 2");
  }

  /** Section 6.2, rule 1. */
  @Test
  void anEmptyBodyChangesNothing() throws Exception {
    push(TRACK);
    assertThat(state()).isEqualTo(State.WAITING);
    assertThat(store.list("")).isEmpty();
  }

  /** Section 5.3, rule 5c. */
  @Test
  void aSegmentWithoutAHeaderIsRefusedAndThenTaken() throws Exception {
    assertRefused(Reason.UNKNOWN_INITIALIZATION, () -> push(TRACK, at(0)));
    push(TRACK, INIT);
    push(TRACK, at(0));
    assertThat(listed()).isEqualTo("0");
  }

  /** Sections 5.3, rule 5c, and 6.8: the header may have gone to another node. */
  @Test
  void anotherNodeKnowsTheHeader() throws Exception {
    push(TRACK, INIT);
    chalkstream = node();
    push(TRACK, at(0));
    push(TRACK, LARGER);
    chalkstream = node();
    push(TRACK, TestFragments.segment(2, "larger"));
    assertThat(playlist().segments()).hasSize(2);
    assertThat(playlist().segments().get(1).map()).isNotEqualTo(playlist().segments().get(0).map());
  }

  /** Sections 5.3, rules 2 and 3, and 6.2, rule 6. */
  @Test
  void anotherConnectionGoesOnAfterABreak() throws Exception {
    TrackPush push = begin(TRACK).feed(INIT.duplicate()).feed(at(0));
    ByteBuffer half = at(2);
    push.feed(half.limit(half.limit() / 2)).breakOff();
    push(TRACK, INIT, at(0), at(2), at(4));
    assertThat(listed()).isEqualTo("0 2 4");
  }

  /** Sections 6.8, rules 2 to 6: known by its time, whichever bytes it has. */
  @Test
  void whatHasComeIsLeftOutOnAnotherNodeToo() throws Exception {
    push(TRACK, INIT, at(0), at(2), at(4));
    chalkstream = node();
    TrackPush again = push(TRACK, INIT, TestFragments.segment(2, "other"), at(4), at(6));
    assertThat(listed()).isEqualTo("0 2 4 6");
    assertThat(again.hasTaken()).isTrue();
  }

  @Test
  void anEncoderThatIsStartedAgainIsOneDiscontinuity() throws Exception {
    push(TRACK, INIT, at(20), at(22), at(24), at(26), at(28), at(30));
    push(TRACK, INIT, at(0), at(2));
    assertThat(listed()).isEqualTo("20 22 24 26 28 30 *0 2");
  }

  @Test
  void aRestartIsNoRepetitionForAnotherNode() throws Exception {
    push(TRACK, INIT, at(20), at(22));
    chalkstream = node();
    push(TRACK, INIT, at(0), at(2));
    assertThat(listed()).isEqualTo("20 22 *0 2");
  }

  @Test
  void aHoleIsADiscontinuity() throws Exception {
    push(TRACK, INIT, at(0), at(2), at(8), at(10));
    assertThat(listed()).isEqualTo("0 2 *8 10");
  }

  @Test
  void anotherHeaderIsADiscontinuity() throws Exception {
    push(TRACK, INIT, at(0));
    push(TRACK, LARGER, at(2));
    assertThat(listed()).isEqualTo("0 *2");
  }

  /** Section 6.2, rule 19. */
  @Test
  void theLastSegmentCompletesAndAHeaderResumes() throws Exception {
    TrackPush push = push(TRACK, INIT, at(0), last(2));
    assertThat(push.isOver()).isTrue();
    assertThat(state()).isEqualTo(State.COMPLETE);
    assertThat(playlist().ended()).isTrue();
    push(TRACK, last(2));
    assertThat(state()).isEqualTo(State.COMPLETE);
    assertThat(listed()).isEqualTo("0 2");

    push(TRACK, INIT, at(0), at(2));
    assertThat(state()).isEqualTo(State.LIVE);
    assertThat(listed()).isEqualTo("0 2 *0 2");
  }

  /** Section 6.2, rule 7. */
  @Test
  void anIndexOfFragmentsCompletes() throws Exception {
    TrackPush push = push(TRACK, INIT, at(0), END);
    assertThat(push.isOver()).isTrue();
    assertThat(listed()).isEqualTo("0");
    assertThat(state()).isEqualTo(State.COMPLETE);
  }

  /** Section 6.4. */
  @Test
  void aSecondTrackOfPicturesIsRefused() throws Exception {
    push("Streams(a.cmfv)", INIT, at(0));
    assertRefused(Reason.TRACK_TAKEN, () -> push("Streams(b.cmfv)", LARGER));
    push("Streams(a.cmfv)", at(2));
    assertThat(listed()).isEqualTo("0 2");
  }

  @Test
  void soundBesidePicturesIsRefused() throws Exception {
    push("Streams(a.cmfv)", INIT);
    assertRefused(
        Reason.SEPARATE_AUDIO,
        () -> push("Streams(a.cmfa)".replace("a.", "s."), TestFragments.soundInitialization()));
  }

  @Test
  void picturesTakeOverFromSoundOfWhichNothingIsListed() throws Exception {
    push("Streams(s.cmfa)", TestFragments.soundInitialization());
    push("Streams(v.cmfv)", INIT, at(0));
    assertRefused(
        Reason.SEPARATE_AUDIO,
        () -> push("Streams(s.cmfa)", TestFragments.soundSegment(0, "sound")));
    assertThat(listed()).isEqualTo("0");
  }

  @Test
  void soundAloneIsTaken() throws Exception {
    push(
        "Streams(s.cmfa)",
        TestFragments.soundInitialization(),
        TestFragments.soundSegment(0, "a"),
        TestFragments.soundSegment(2, "b"));
    assertThat(playlist().segments()).hasSize(2).noneMatch(MediaSegment::discontinuity);
  }

  /** Section 5.3, rules 5b and 5e. */
  @Test
  void whatIsNoTrackIsRefusedByItsKind() {
    assertRefused(Reason.NOT_FRAGMENTED_MP4, () -> push(TRACK, TestSegments.segment("ts")));
    assertRefused(Reason.MALFORMED_TRACK, () -> push(TRACK, INIT, at(0).limit(50)));
    assertRefused(
        Reason.TOO_LARGE,
        () -> push(TRACK, ByteBuffer.wrap(new byte[] {0x7f, 0, 0, 0, 'f', 't', 'y', 'p'})));
  }

  @Test
  void aTrackIsNotPutBetweenTransportStreams() throws Exception {
    chalkstream.ingest(TestSegments.upload(SESSION, 0, "ts").build());
    assertRefused(Reason.OTHER_CONTAINER, () -> push(TRACK, INIT));
  }

  /** Section 6.2, rule 17: playlists of HLS that come along may be ignored. */
  @Test
  void playlistsBesideATrackAreIgnored() throws Exception {
    push("init-stream0.m4s", INIT);
    push("chunk-stream0-00001.m4s", at(0));
    String playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nchunk-stream0-00001.m4s\n#EXT-X-ENDLIST\n";
    assertThat(chalkstream.pushPlaylist(SESSION, "media_0.m3u8", playlist)).isFalse();
    push("chunk-stream0-00002.m4s", at(2));
    assertThat(listed()).isEqualTo("0 2");
    assertThat(state()).isEqualTo(State.LIVE);
  }

  @Test
  void aTakedownForgetsTheTrack() throws Exception {
    push(TRACK, INIT, at(0));
    assertThat(chalkstream.delete(SESSION.streamId())).isTrue();
    push("Streams(other.cmfv)", LARGER, at(2));
    assertThat(listed()).endsWith("2");
  }

  /** An encoder of HLS may call its initialization section as a track may be called. */
  @Test
  void aHeaderAloneMayBeOfHls() throws Exception {
    push("video.mp4", INIT);
    chalkstream.pushSegment(SESSION, "out0.m4s", at(0));
    chalkstream.pushSegment(SESSION, "out1.m4s", at(2));
    String playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI=\"video.mp4\"\n"
            + "#EXTINF:2,\nout0.m4s\n#EXTINF:2,\nout1.m4s\n";
    chalkstream.pushPlaylist(SESSION, "out.m3u8", playlist);
    assertThat(listed()).isEqualTo("0 2");
  }

  @Test
  void aFaultOfTheStoreLosesNothing() throws Exception {
    var faulty = new ScriptedStore(store);
    chalkstream = Nodes.on(faulty).clock(clock).build();
    TrackPush push = begin(TRACK).feed(INIT.duplicate()).feed(at(0));
    faulty.setUnreachable(true);
    ByteBuffer next = at(2);
    assertThatIOException().isThrownBy(() -> push.feed(next));
    faulty.setUnreachable(false);
    push.feed(next).feed(at(4)).end();
    assertThat(listed()).isEqualTo("0 2 4");
  }

  @Test
  void whatIsLeftOfASegmentIsForgottenInTime() throws Exception {
    ByteBuffer frames = TestFragments.dependentSegment(2, "rest");
    begin(TRACK).feed(INIT.duplicate()).feed(at(0)).feed(frames).breakOff();
    clock.advance(Duration.ofMinutes(2));
    push(TRACK, INIT, at(20));
    assertThat(listed()).isEqualTo("0 *20");
  }
}
