package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.TestSegment.FRAME;
import static dev.chalkstream.media.cmaf.TestSegment.KEY;
import static dev.chalkstream.media.cmaf.TestSegment.OTHER;
import static dev.chalkstream.media.cmaf.TestSegment.SAMPLE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.cmaf.FragmentOutline.Track;
import dev.chalkstream.media.mp4.fragment.SampleFlags;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import dev.chalkstream.media.mp4.movie.EditList.Edit;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentOutlineTest {

  private static final TestMovie MOVIE = new TestMovie().pictures();

  private static Track track(TestMovie movie, TestSegment segment) {
    FragmentOutline outline =
        FragmentOutline.of(ByteBuffer.wrap(segment.bytes()), movie.section()).orElseThrow();
    assertThat(outline.tracks()).hasSize(1);
    assertThat(outline.track(TestMovie.SOUND)).isEmpty();
    return outline.track(TestMovie.PICTURES).orElseThrow();
  }

  private static Track track(TestSegment segment) {
    return track(MOVIE, segment);
  }

  @Test
  void timesAreThoseOfTheFragmentWithoutEdits() {
    TestSegment segment = new TestSegment().pictures(FRAME, KEY, OTHER);
    Track track = track(new TestMovie().pictures(Edit.from(3 * FRAME)), segment);
    assertThat(track.start()).isEqualTo(FRAME);
    assertThat(track.end()).isEqualTo(3 * FRAME);
    assertThat(track.ticks()).isEqualTo(2 * FRAME);
    assertThat(track.lastTicks()).isEqualTo(FRAME);
  }

  @Test
  void severalFragmentsAreOne() {
    Track track = track(new TestSegment().pictures(0, KEY).pictures(FRAME, OTHER, OTHER));
    assertThat(track.start()).isZero();
    assertThat(track.end()).isEqualTo(3 * FRAME);
    assertThat(track.keyFrame()).isTrue();
  }

  @Test
  void theFirstSampleTellsWhetherDecodingCanBegin() {
    assertThat(track(new TestSegment().pictures(0, KEY, OTHER)).keyFrame()).isTrue();
    assertThat(track(new TestSegment().pictures(0, OTHER, KEY)).keyFrame()).isFalse();
  }

  @Test
  void garbageHasNone() {
    InitializationSection section = MOVIE.section();
    byte[] bytes = new TestSegment().pictures(0, KEY).bytes();
    assertThat(FragmentOutline.of(ByteBuffer.wrap(bytes, 0, bytes.length - 1), section)).isEmpty();
    assertThat(FragmentOutline.of(ByteBuffer.allocate(0), section)).isEmpty();
    InitializationSection other = new TestMovie().sound().section();
    assertThat(FragmentOutline.of(ByteBuffer.wrap(bytes), other)).isEmpty();
  }

  /** What is said to continue is what the probe takes within one segment. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        FRAME,
        FRAME + 1,
        2 * FRAME - 1,
        2 * FRAME,
        2 * FRAME + 1,
        3 * FRAME,
        3 * FRAME + 1,
        9 * FRAME
      })
  void whatContinuesIsOneSegmentForTheProbe(long start) {
    Track before = track(new TestSegment().pictures(0, KEY, OTHER));
    Track after = track(new TestSegment().pictures(start, KEY));
    FragmentResult together =
        FragmentProbe.inspect(
            ByteBuffer.wrap(new TestSegment().pictures(0, KEY, OTHER).pictures(start, KEY).bytes()),
            MOVIE.section());
    assertThat(after.continues(before)).isEqualTo(together instanceof FragmentResult.Recognized);
  }

  @Test
  void samplesWithoutADurationAreContinuedAtOnce() {
    Sample still = new Sample(0, SAMPLE_SIZE, SampleFlags.SYNC, 0);
    Track before = track(new TestSegment().pictures(FRAME, still));
    assertThat(Optional.of(before).map(Track::ticks)).contains(0L);
    assertThat(track(new TestSegment().pictures(FRAME, KEY)).continues(before)).isTrue();
    assertThat(track(new TestSegment().pictures(FRAME + 1, KEY)).continues(before)).isFalse();
  }
}
