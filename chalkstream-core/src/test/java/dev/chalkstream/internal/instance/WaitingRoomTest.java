package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chalkstream.PlaylistCustomizer;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.sequence.Showings;
import dev.chalkstream.internal.view.WaitingPlaylists;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import dev.chalkstream.media.cmaf.TestFragments;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingRoomTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final WaitingRoom room = WaitingRoom.standard();
  private final ManualClock clock = new ManualClock();
  private final Instance chalkstream =
      Nodes.on(BlobStores.inMemory(clock)).clock(clock).waitingRoom(room).build();

  private MediaPlaylist playlist() throws Exception {
    return chalkstream.playlist(STREAM).orElseThrow().playlist();
  }

  @Test
  void thePosterIsSmallAndPlaysForTwoSecondsFromAKeyFrame() throws Exception {
    BlobContent content = room.poster(MediaFile.MPEG_TS).orElseThrow();
    assertThat(content.mediaType()).isEqualTo("video/mp2t");
    assertThat(content.isImmutable()).isFalse();
    byte[] poster;
    try (InputStream in = content.open()) {
      poster = in.readAllBytes();
    }
    assertThat(poster.length).isLessThan(100_000);
    assertThat(TransportStreamProbe.probe(ByteBuffer.wrap(poster)))
        .isInstanceOfSatisfying(
            ProbeResult.Recognized.class,
            recognized -> {
              MediaInfo info = recognized.info();
              assertThat(info.startsWithKeyFrame()).isTrue();
              assertThat(info.duration()).contains(Duration.ofSeconds(2));
              assertThat(info.codecs()).hasSize(2);
            });
  }

  @Test
  void aStreamWithoutSegmentsShowsThePosterLive() throws Exception {
    MediaPlaylist playlist = playlist();
    assertThat(playlist.ended()).isFalse();
    assertThat(playlist.type()).isEmpty();
    assertThat(playlist.segments())
        .hasSize(4)
        .allMatch(segment -> segment.uri().equals("../poster.ts"))
        .allMatch(segment -> segment.discontinuity());
  }

  @Test
  void theCustomizerChangesThePosterToo() throws Exception {
    var custom =
        Nodes.on(BlobStores.inMemory(clock))
            .clock(clock)
            .waitingRoom(room)
            .playlistCustomizer(
                PlaylistCustomizer.ofSegments(s -> s.withUri("https://cdn.example/poster.ts")))
            .build();
    assertThat(custom.playlist(STREAM).orElseThrow().playlist().segments())
        .hasSize(4)
        .allMatch(segment -> segment.uri().equals("https://cdn.example/poster.ts"));
  }

  @Test
  void theNumbersFollowTheWallClock() throws Exception {
    MediaPlaylist before = playlist();
    clock.advance(Duration.ofSeconds(2));
    assertThat(playlist().mediaSequence()).isEqualTo(before.mediaSequence() + 1);
    clock.advance(Duration.ofSeconds(200));
    assertThat(playlist().mediaSequence()).isEqualTo(before.mediaSequence() + 101);
    assertThat(playlist().discontinuitySequence()).isEqualTo(before.discontinuitySequence() + 101);
  }

  private static MediaPlaylist shown(WaitingRoom room, Instant now) {
    return new WaitingPlaylists(room, PlaylistCustomizer.NONE, () -> now)
        .playlist(null, null)
        .orElseThrow()
        .playlist();
  }

  /** hls.js takes a time in proportion to the newest number at each reload of a playlist. */
  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:01:00Z", "2026-03-01T12:00:00Z", "2200-01-01T00:00:00Z"})
  void discontinuityNumbersAreLowAndThoseOfTheStreamAreHigher(Instant now) {
    MediaPlaylist waiting = shown(room, now);
    long newest = waiting.discontinuitySequence() + waiting.segments().size();

    assertThat(new Showings(room).firstDiscontinuity())
        .isLessThan(1_000_000)
        .isGreaterThanOrEqualTo(newest);
  }

  @Test
  void thePlaylistIsMadeOncePerShowing() throws Exception {
    PlaylistSnapshot first = chalkstream.playlist(STREAM).orElseThrow();
    clock.advance(Duration.ofMillis(1_999));
    assertThat(chalkstream.playlist(SessionId.of("other").streamId())).containsSame(first);
    clock.advance(Duration.ofMillis(1));
    assertThat(chalkstream.playlist(STREAM).orElseThrow()).isNotSameAs(first);
  }

  @Test
  void theStreamBeginsAboveAnyNumberThatANodeWithASkewedClockHasShown() throws Exception {
    Instant skewed = clock.instant().plus(Duration.ofMinutes(9));
    MediaPlaylist seen = shown(room, skewed);
    chalkstream.ingest(upload(SESSION, 0, "a").build());

    MediaPlaylist live = playlist();
    assertThat(live.mediaSequence()).isGreaterThan(seen.mediaSequence() + seen.segments().size());
    assertThat(live.discontinuitySequence())
        .isGreaterThan(seen.discontinuitySequence() + seen.segments().size());
    assertThat(live.segments()).singleElement().matches(segment -> segment.discontinuity());
  }

  @Test
  void theStreamBeginsAboveWhatWasShownWhileAPushedSegmentWaitedForItsPlaylist() throws Exception {
    chalkstream.pushSegment(SESSION, "out0.ts", TestSegments.segment("a"));
    clock.advance(Duration.ofMinutes(25));
    MediaPlaylist seen = playlist();
    assertThat(seen.segments().get(0).uri()).isEqualTo("../poster.ts");

    chalkstream.pushPlaylist(SESSION, "out.m3u8", "#EXTM3U\n#EXTINF:2,\nout0.ts\n");
    chalkstream.pushSegment(SESSION, "out0.ts", TestSegments.segment("b"));

    assertThat(playlist().mediaSequence()).isGreaterThan(seen.mediaSequence() + 4);
    assertThat(playlist().segments()).singleElement().matches(segment -> segment.discontinuity());
  }

  @Test
  void aStreamOfWhichNothingIsListedYetIsStillWaiting() throws Exception {
    chalkstream.ingest(upload(SESSION, 1, "b").build());
    assertThat(playlist().segments().get(0).uri()).isEqualTo("../poster.ts");
  }

  @Test
  void anExpiredStreamDoesNotGoBackToTheWaitingRoom() throws Exception {
    chalkstream.ingest(upload(SESSION, 0, "a").build());
    chalkstream.complete(SESSION);
    clock.advance(Duration.ofMinutes(11));
    assertThat(chalkstream.playlist(STREAM)).isEmpty();
    assertThat(chalkstream.status(STREAM).state()).isEqualTo(StreamStatus.State.EXPIRED);
  }

  @Test
  void aClosedWaitingRoomHasNoPlaylistAndNoPoster() throws Exception {
    var closed = Nodes.on(BlobStores.inMemory(clock)).clock(clock).build();
    assertThat(closed.playlist(STREAM)).isEmpty();
    assertThat(closed.poster(MediaFile.MPEG_TS)).isEmpty();
    closed.ingest(upload(SESSION, 0, "a").build());
    assertThat(closed.playlist(STREAM).orElseThrow().playlist().mediaSequence()).isZero();
  }

  @Test
  void anApplicationMayHangUpItsOwnPoster() throws Exception {
    BlobContent poster = BlobContent.of(TestSegments.segment("poster"));
    WaitingRoom own = WaitingRoom.withPoster(poster, Duration.ofMillis(5_500));
    BlobContent shownPoster = own.poster(MediaFile.MPEG_TS).orElseThrow();
    assertThat(shownPoster.mediaType()).isEqualTo("video/mp2t");
    assertThat(shownPoster.length()).isEqualTo(poster.length());
    assertThat(shownPoster.open()).hasSameContentAs(poster.open());
    MediaPlaylist playlist = shown(own, clock.instant());
    assertThat(playlist.targetDuration().seconds()).isEqualTo(6);
    assertThat(playlist.segments().get(0).duration()).isEqualTo(Duration.ofMillis(5_500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.9S", "PT1M0.1S", "PT0S"})
  void aPosterPlaysFromASecondToAMinute(Duration duration) {
    BlobContent poster = BlobContent.of(TestSegments.segment("poster"));
    assertThatIllegalArgumentException().isThrownBy(() -> WaitingRoom.withPoster(poster, duration));
  }

  private static List<String> uris(MediaPlaylist playlist) {
    return playlist.segments().stream().map(MediaSegment::uri).distinct().toList();
  }

  @Test
  void theContainerOfTheRoomDecidesWhereNothingIsKnown() {
    MediaPlaylist shown = shown(WaitingRoom.standard().withContainer(Container.CMAF), NOW);

    assertThat(uris(shown)).containsExactly("../poster.m4s");
    assertThat(shown.segments()).allMatch(MediaSegment::discontinuity);
    assertThat(shown.toString()).containsOnlyOnce("#EXT-X-MAP:URI=\"../poster.mp4\"");
    assertThat(shown.version()).isEqualTo(7);
    assertThat(uris(shown(WaitingRoom.standard(), NOW))).containsExactly("../poster.ts");
  }

  @Test
  void anAnnouncedStreamHasThePosterOfItsContainer() throws Exception {
    String before = chalkstream.playlist(STREAM).orElseThrow().entityTag();
    chalkstream.announce(SESSION, Container.CMAF);
    chalkstream.announce(SESSION, Container.CMAF);

    assertThat(uris(playlist())).containsExactly("../poster.m4s");
    assertThat(chalkstream.playlist(STREAM).orElseThrow().isWaitingRoom()).isTrue();
    assertThat(chalkstream.playlist(STREAM).orElseThrow().entityTag()).isNotEqualTo(before);
    for (MediaFile file : List.of(MediaFile.INITIALIZATION, MediaFile.FRAGMENTS)) {
      BlobContent poster = chalkstream.poster(file).orElseThrow();
      assertThat(poster.mediaType()).isEqualTo("video/mp4");
    }
    chalkstream.announce(SESSION, Container.MPEG_TS);
    assertThat(uris(playlist())).containsExactly("../poster.ts");
  }

  @Test
  void anAnnouncementIsNotBinding() throws Exception {
    chalkstream.announce(SESSION, Container.CMAF);
    chalkstream.ingest(TestSegments.upload(SESSION, 0, "a").build());

    assertThat(playlist().segments()).hasSize(1);
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(() -> chalkstream.announce(SESSION, Container.CMAF))
        .returns(SegmentRejectedException.Reason.OTHER_CONTAINER, SegmentRejectedException::reason);
  }

  @Test
  void whatWaitsTellsTheContainer() throws Exception {
    ByteBuffer init = TestFragments.initialization();
    chalkstream.ingestInitialization(SESSION, SegmentDigest.compute(init), init);
    ByteBuffer late = TestFragments.segment(2, "late");
    chalkstream.ingest(TestFragments.upload(SESSION, 1, init, late).build());

    assertThat(uris(playlist())).containsExactly("../poster.m4s");
  }

  @Test
  void aPosterOfOnesOwnIsForBothContainersUnlessThereAreTwo() {
    BlobContent own = BlobContent.of(new byte[] {1});
    WaitingRoom room = WaitingRoom.withPoster(own, Duration.ofSeconds(3));

    assertThat(room.containerFor(Container.CMAF)).isEqualTo(Container.MPEG_TS);
    assertThatIllegalArgumentException().isThrownBy(() -> room.withContainer(Container.CMAF));
    WaitingRoom both = room.withFragmentedPoster(own, own);
    assertThat(both.containerFor(Container.CMAF)).isEqualTo(Container.CMAF);
    assertThat(uris(shown(both.withContainer(Container.CMAF), NOW)))
        .containsExactly("../poster.m4s");
    assertThatIllegalStateException()
        .isThrownBy(() -> WaitingRoom.closed().withFragmentedPoster(own, own));
  }
}
