package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.AppendOutcome.Rejected;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.TrackTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A discontinuity stands where the media break off, and nowhere else (section 4.4.4.3). */
class MediaContinuityTest {

  private static final long SECOND = TrackTiming.TICKS_PER_SECOND;
  private static final long FRAME = SECOND / 25;

  private final StreamScript stream = new StreamScript();

  /** Two seconds of video at 25 frames a second. */
  private static MediaInfo media(long firstPts, String codec, boolean keyFrame) {
    long end = firstPts + 2 * SECOND;
    var timing = new TrackTiming(firstPts, end, firstPts, end, FRAME, FRAME, FRAME, 2 * SECOND);
    var track =
        new MediaTrack(256, MediaTrack.Kind.VIDEO, codec, 640, 360, 0, 0, Optional.of(timing));
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
