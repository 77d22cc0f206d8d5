package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.TestSegment.FRAME;
import static dev.chalkstream.media.cmaf.TestSegment.KEY;
import static dev.chalkstream.media.cmaf.TestSegment.SAMPLE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.fragment.EventMessage;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.ProducerReferenceTime;
import dev.chalkstream.media.mp4.fragment.SegmentIndex;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import dev.chalkstream.media.mp4.movie.Handler;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentRefusalTest {

  private static final TestMovie MOVIE = new TestMovie().pictures();

  private static String defect(Box... boxes) {
    return new TestSegment().with(boxes).defect(MOVIE);
  }

  private static TrackRun run(int offset) {
    return TrackRun.of(offset, List.of(KEY));
  }

  private static String defectOfHeader(int flags, int description) {
    var header = new TrackFragmentHeader(flags, 1, 0, description, 0, 0, 0);
    return new TestSegment()
        .fragment(offset -> TestSegment.track(header, 0, run(offset)), SAMPLE_SIZE)
        .defect(MOVIE);
  }

  private static String defectOfOffset(int more, int media) {
    return new TestSegment()
        .fragment(offset -> TestSegment.track(1, 0, run(offset + more)), media)
        .defect(MOVIE);
  }

  @Test
  void aSegmentWithoutAFragmentIsRefused() {
    assertThat(defect(new MediaData(false, Bytes.zeros(5))))
        .isEqualTo("it has no moof, so it is no segment of fragmented MP4");
  }

  @Test
  void aSegmentWithoutSamplesIsRefused() {
    String expected = "it has no samples";
    assertThat(defect(TestSegment.fragment())).isEqualTo(expected);
    assertThat(defect(TestSegment.fragment(TestSegment.track(1, 0)))).isEqualTo(expected);
  }

  @Test
  void aMovieIsSentOnItsOwn() {
    assertThat(defect(TestMovie.FILE_TYPE, MOVIE.movie()))
        .isEqualTo("it has a moov; the initialization section is sent on its own");
  }

  @Test
  void aTrackThatTheInitializationSectionLacksIsRefused() {
    assertThat(defect(TestSegment.fragment(TestSegment.track(4_000_000_000L, 0, run(0)))))
        .isEqualTo("it has samples of track 4000000000, which the initialization section lacks");
  }

  @Test
  void aTrackWithoutAHeaderIsRefused() {
    assertThat(defect(TestSegment.fragment(ContainerBox.of(FragmentBoxes.TRACK, run(0)))))
        .isEqualTo("a track of a moof has no tfhd");
  }

  @Test
  void samplesWithoutATimeAreRefused() {
    Box track = ContainerBox.of(FragmentBoxes.TRACK, TrackFragmentHeader.of(1), run(0));
    assertThat(defect(TestSegment.fragment(track))).isEqualTo("track 1 has samples but no tfdt");
    var still = new Sample(0, SAMPLE_SIZE, 0, 0);
    assertThat(new TestSegment().pictures(0, still).defect(MOVIE))
        .isEqualTo("track 1 has samples, but they have no durations");
  }

  @Test
  void otherThanPicturesAndSoundNeedsNoDurations() {
    var movie = new TestMovie().track(1, Handler.METADATA, 1_000, List.of(TestMovie.FILE_TYPE));
    var still = new Sample(0, SAMPLE_SIZE, 0, 0);
    assertThat(new TestSegment().pictures(0, still).info(movie).media().duration()).isEmpty();
  }

  @Test
  void aTimeBeyondAllOthersIsRefused() {
    assertThat(new TestSegment().pictures(Long.MAX_VALUE, KEY).defect(MOVIE))
        .isEqualTo("track 1 begins at 9223372036854775807 ticks, too far away");
    var endless = new Sample(0xffff_ffffL, 0, 0, 0);
    assertThat(new TestSegment().pictures(0, endless, endless).defect(MOVIE))
        .isEqualTo("track 1 lasts for longer than a day in one segment");
  }

  @Test
  void samplesOutsideOfTheirMediaAreRefused() {
    assertThat(defectOfOffset(1, SAMPLE_SIZE))
        .isEqualTo(
            "its samples lie from byte 113 to 123, outside of the mdat after their moof, from 112"
                + " to 122");
    assertThat(defectOfOffset(-1, SAMPLE_SIZE)).contains("outside of the mdat");
    assertThat(defectOfOffset(0, SAMPLE_SIZE - 1)).contains("outside of the mdat");
    assertThat(defectOfOffset(Integer.MIN_VALUE, 99)).contains("outside of the mdat");
    assertThat(new TestSegment().pictures(0, KEY).pictures(FRAME, KEY).info(MOVIE).keyFrames())
        .isEqualTo(2);
  }

  @Test
  void samplesWithoutMediaAfterThemAreRefused() {
    String expected = "it has a moof with samples, and no mdat after it";
    ContainerBox fragment = TestSegment.fragment(TestSegment.track(1, 0, run(100)));
    assertThat(defect(fragment)).isEqualTo(expected);
    assertThat(defect(new MediaData(false, Bytes.zeros(500)), fragment, fragment))
        .isEqualTo(expected);
  }

  @Test
  void samplesThatAreAddressedFromAFileAreRefused() {
    assertThat(defectOfHeader(TrackFragmentHeader.HAS_BASE_DATA_OFFSET, 0))
        .startsWith("its samples are addressed from the beginning of a file");
  }

  @Test
  void aSampleDescriptionThatThereIsNotIsRefused() {
    int flags = TrackFragmentHeader.HAS_DESCRIPTION_INDEX | TrackFragmentHeader.BASE_IS_FRAGMENT;
    String expected =
        "it needs sample description %d of track 1, which the initialization section lacks";
    assertThat(defectOfHeader(flags, 0)).isEqualTo(String.format(expected, 0));
    assertThat(defectOfHeader(flags, 2)).isEqualTo(String.format(expected, 2));
  }

  @Test
  void sizesThatLieAreRefused() {
    byte[] bytes = new TestSegment().pictures(0, KEY).bytes();
    ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(FragmentProbe.inspect(cut, MOVIE.section()))
        .isEqualTo(
            new FragmentResult.Refused(
                "the input holds a box mdat that says it has 18 bytes, but only 17 are left"));
  }

  @Test
  void whatStandsBesideIsPassedOver() {
    var type = new FileType(FileType.SEGMENT, "msdh", 0, List.of("msix"));
    var index = new SegmentIndex(0, 1, 90_000, 0, 0, List.of());
    var clock = new ProducerReferenceTime(1, 0, 1, 0, 0);
    var event = new EventMessage(1, "urn:any", "", 1_000, 0, 0, 1, Bytes.EMPTY);
    var segment = new TestSegment().with(type, index, clock, event).pictures(0, KEY).with(type);
    assertThat(segment.info(MOVIE).keyFrames()).isEqualTo(1);
  }
}
