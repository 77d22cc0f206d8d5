package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A discontinuity stands where the media break off, and nowhere else (section 4.4.4.3). */
class MediaContinuityTest {

  private static final long SECOND = TrackClock.MPEG_TS.timescale();
  private static final long FRAME = SECOND / 25;

  private final StreamScript stream = new StreamScript();

  /** Two seconds of video at 25 frames a second. */
  private static MediaInfo media(long firstPts, String codec, boolean keyFrame) {
    long end = firstPts + 2 * SECOND;
    var timing =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(firstPts, end),
            new TrackTiming.Span(firstPts, end),
            new TrackTiming.Frames(FRAME, FRAME, FRAME),
            2 * SECOND);
    var track =
        new MediaTrack(
            256,
            MediaTrack.Kind.VIDEO,
            codec,
            MediaTrack.Format.ofPicture(640, 360),
            Optional.of(timing));
    return new MediaInfo(List.of(track), keyFrame);
  }

  private static MediaInfo at(double seconds) {
    return media(Math.round(seconds * SECOND), "avc1.42c01e", true);
  }

  @Test
  void segmentsWhoseTimestampsGoOnHaveNoDiscontinuity() {
    stream.append(0, at(10));
    stream.append(1, at(12));
    stream.append(2, at(14));
    assertThat(stream.listing()).isEqualTo("0 1 2");
  }

  @Test
  void segmentsThatEachStartAtZeroHaveOneEach() {
    stream.append(0, at(0));
    stream.append(1, at(0));
    stream.append(2, at(0));
    assertThat(stream.listing()).isEqualTo("0 | 1 | 2");
  }

  @Test
  void anotherCodecIsADiscontinuity() {
    stream.append(0, at(0));
    stream.append(1, media(2 * SECOND, "avc1.64001f", true));
    assertThat(stream.listing()).isEqualTo("0 | 1");
  }

  @Test
  void anEarlySegmentIsComparedWithTheOneBeforeItAndNotWithTheOneThatCameBefore() {
    stream.append(0, at(0));
    stream.append(2, at(4));
    stream.append(1, at(2));
    assertThat(stream.listing()).isEqualTo("0 1 2");
  }

  @Test
  void aGapPlaysAsLongAsTheTimestampsAroundItSay() {
    stream.append(0, at(0));
    stream.append(3, at(5));
    stream.pass(Duration.ofSeconds(3)).passTime();
    assertThat(stream.listing()).isEqualTo("0 gap gap 3");
    assertThat(stream.manifest().window().head())
        .extracting(ListedSegment::duration)
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(2));
    stream.append(4, at(7));
    assertThat(stream.listing()).isEqualTo("0 gap gap 3 4");
  }

  @Test
  void whereTheTimestampsAroundAGapDoNotGoOnADiscontinuityStandsBehindIt() {
    stream.append(0, at(10));
    stream.append(2, at(0));
    stream.pass(Duration.ofSeconds(3)).passTime();
    assertThat(stream.listing()).isEqualTo("0 gap | 2");
    assertThat(stream.manifest().window().head().get(1).duration()).hasSeconds(2);
  }

  @Test
  void timestampsThatAreTooFarApartForTheGapAreNotBelieved() {
    stream.append(0, at(0));
    stream.append(2, at(3_600));
    stream.pass(Duration.ofSeconds(3)).passTime();
    assertThat(stream.listing()).isEqualTo("0 gap | 2");
  }

  /** Two frames of a slide without sound, which is shown until the next. */
  private static MediaInfo slide(double seconds) {
    long first = Math.round(seconds * SECOND);
    long end = first + 2 * FRAME;
    var timing =
        new TrackTiming(
            TrackClock.MPEG_TS,
            new TrackTiming.Span(first, end),
            new TrackTiming.Span(first, end),
            new TrackTiming.Frames(FRAME, FRAME, FRAME),
            2 * FRAME);
    var track =
        new MediaTrack(
            256,
            MediaTrack.Kind.VIDEO,
            "any",
            MediaTrack.Format.ofPicture(640, 360),
            Optional.of(timing));
    return new MediaInfo(List.of(track), true);
  }

  @Test
  void aSlideIsShownForAsLongAsIsSaid() {
    stream.append(0, Duration.ofSeconds(4), slide(0));
    stream.append(1, Duration.ofSeconds(4), slide(4));
    stream.append(2, Duration.ofSeconds(4), slide(8));
    stream.append(3, Duration.ofSeconds(4), slide(14));
    assertThat(stream.listing()).isEqualTo("0 1 2 | 3");
    assertThat(stream.manifest().window().duration()).hasSeconds(16);
  }

  @Test
  void aSlideThatIsMissingIsAGapOfItsLength() {
    stream.append(0, Duration.ofSeconds(4), slide(0));
    stream.append(2, Duration.ofSeconds(4), slide(8));
    stream.pass(Duration.ofSeconds(7)).passTime();
    assertThat(stream.listing()).isEqualTo("0 gap 2");
    assertThat(stream.manifest().window().head().get(1).duration()).hasSeconds(4);
    stream.append(3, Duration.ofSeconds(4), slide(12));
    assertThat(stream.listing()).isEqualTo("0 gap 2 3");
  }

  /** What is said of uploads is rounded, as by an encoder that knows no decimals. */
  @Test
  void roundedDurationsOfUploadsAddUpToWhatPlays() {
    stream.targetDuration(2);
    for (int n = 0; n < 20; n++) {
      long first = Math.round(n * 2.4 * SECOND);
      long end = Math.round((n + 1) * 2.4 * SECOND);
      var timing =
          new TrackTiming(
              TrackClock.MPEG_TS,
              new TrackTiming.Span(first, end),
              new TrackTiming.Span(first, end),
              new TrackTiming.Frames(FRAME, FRAME, FRAME),
              end - first);
      var track =
          new MediaTrack(
              256, MediaTrack.Kind.VIDEO, "any", MediaTrack.Format.UNKNOWN, Optional.of(timing));
      stream.append(n, Duration.ofSeconds(2), new MediaInfo(List.of(track), true));
    }
    assertThat(stream.listing()).doesNotContain("|");
    assertThat(stream.manifest().window().duration())
        .isBetween(Duration.ofMillis(47_500), Duration.ofMillis(48_500));
    assertThat(stream.manifest().targetDuration().seconds()).isEqualTo(2);
  }

  @Test
  void aResumedBroadcastHasADiscontinuityEvenIfItsTimestampsGoOn() {
    stream.append(0, at(0));
    stream.complete();
    stream.append(1, at(2));
    assertThat(stream.listing()).isEqualTo("0 | 1");
  }

  @Test
  void aStreamOfIndependentSegmentsTakesNoOther() {
    stream.policy(StreamPolicy.builder().independentSegments(true).build());
    stream.append(0, at(0));
    assertThat(stream.append(1, media(2 * SECOND, "avc1.42c01e", false)))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected ->
                assertThat(rejected.reason())
                    .isEqualTo(SegmentRejectedException.Reason.NOT_INDEPENDENT));
    assertThat(stream.playlist().independentSegments()).isTrue();
  }
}
