package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.TestSegment.FRAME;
import static dev.chalkstream.media.cmaf.TestSegment.KEY;
import static dev.chalkstream.media.cmaf.TestSegment.OTHER;
import static dev.chalkstream.media.cmaf.TestSegment.SAMPLE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.TrackTiming;
import dev.chalkstream.media.TrackTiming.Frames;
import dev.chalkstream.media.TrackTiming.Span;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.fragment.SampleFlags;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import dev.chalkstream.media.mp4.movie.EditList.Edit;
import dev.chalkstream.media.mp4.movie.Handler;
import dev.chalkstream.media.mp4.movie.TrackExtends;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentProbeTest {

  private static final long START = 900_000;

  private static TestMovie movie(Edit... edits) {
    return new TestMovie().pictures(edits);
  }

  private static Sample lasting(long ticks) {
    return new Sample(ticks, SAMPLE_SIZE, SampleFlags.NOT_SYNC, 0);
  }

  private static Sample shown(int offset) {
    return new Sample(FRAME, SAMPLE_SIZE, SampleFlags.NOT_SYNC, offset);
  }

  private static TrackTiming timing(FragmentInfo info) {
    return info.media().tracks().get(0).timing().orElseThrow();
  }

  @Test
  void tellsWhenSamplesAreShownAndDecoded() {
    FragmentInfo info = new TestSegment().pictures(START, KEY, OTHER, OTHER).info(movie());
    Span span = new Span(START, START + 3 * FRAME);
    assertThat(timing(info))
        .isEqualTo(
            new TrackTiming(
                TrackClock.ofCmaf(90_000), span, span, new Frames(FRAME, FRAME, FRAME), 3 * FRAME));
    assertThat(info.media().tracks().get(0).pid()).isEqualTo(TestMovie.PICTURES);
    assertThat(info.media().width()).isEqualTo(640);
    assertThat(info.media().codecs()).containsExactly("avc1.64001f");
    assertThat(info.frameRate()).contains(new FrameRate(25, 1));
  }

  @Test
  void reorderedSamplesAreShownLaterOrEarlierThanTheyAreDecoded() {
    TestSegment later = new TestSegment().pictures(START, shown(FRAME), shown(2 * FRAME), shown(0));
    assertThat(timing(later.info(movie())).shown())
        .isEqualTo(new Span(START + FRAME, START + 4 * FRAME));
    TestSegment earlier = new TestSegment().pictures(START, shown(0), shown(FRAME), shown(-FRAME));
    assertThat(timing(earlier.info(movie())).shown()).isEqualTo(new Span(START, START + 3 * FRAME));
    assertThat(timing(earlier.info(movie())).decoded())
        .isEqualTo(new Span(START, START + 3 * FRAME));
  }

  @Test
  void theEditListMovesAllTimes() {
    TestSegment segment = new TestSegment().pictures(START, shown(2 * FRAME), shown(2 * FRAME));
    TrackTiming timing = timing(segment.info(movie(Edit.from(2 * FRAME))));
    assertThat(timing.shown()).isEqualTo(new Span(START, START + 2 * FRAME));
    assertThat(timing.firstDts()).isEqualTo(START - 2 * FRAME);
  }

  @Test
  void whatTheEditListCutsOffIsNotCounted() {
    TrackTiming timing =
        timing(new TestSegment().pictures(0, KEY, OTHER).info(movie(Edit.from(FRAME / 2))));
    assertThat(timing.shown()).isEqualTo(new Span(0, 3 * FRAME / 2));
    assertThat(timing.durationTicks()).isEqualTo(3 * FRAME / 2);
    TrackTiming all = timing(new TestSegment().pictures(0, KEY).info(movie(Edit.from(2 * FRAME))));
    assertThat(all.durationTicks()).isZero();
    assertThat(all.shown()).isEqualTo(new Span(0, 0));
  }

  @Test
  void fragmentsOfASegmentAreOne() {
    FragmentInfo info =
        new TestSegment()
            .with(new FileType(FileType.SEGMENT, "msdh", 0, List.of()))
            .pictures(START, KEY, OTHER)
            .with(new OpaqueBox("free", Bytes.zeros(3)), new OpaqueBox("uuid", Bytes.zeros(16)))
            .pictures(START + 2 * FRAME, OTHER)
            .info(movie());
    assertThat(timing(info).durationTicks()).isEqualTo(3 * FRAME);
    assertThat(info.keyFrames()).isEqualTo(1);
  }

  @Test
  void theNextFragmentCorrectsHowLongTheLastSampleLasts() {
    TestSegment longer =
        new TestSegment().pictures(START, KEY).pictures(START + FRAME + 900, OTHER, OTHER);
    assertThat(timing(longer.info(movie())))
        .satisfies(timing -> assertThat(timing.longestFrameTicks()).isEqualTo(FRAME + 900))
        .satisfies(timing -> assertThat(timing.durationTicks()).isEqualTo(3 * FRAME + 900));
    TestSegment shorter = new TestSegment().pictures(START, KEY).pictures(START + 900, OTHER);
    assertThat(timing(shorter.info(movie())).shortestFrameTicks()).isEqualTo(900);
    TestSegment unknown =
        new TestSegment().pictures(START, KEY, lasting(0)).pictures(START + 2 * FRAME, OTHER);
    assertThat(timing(unknown.info(movie())).durationTicks()).isEqualTo(3 * FRAME);
  }

  @Test
  void aHoleWithinASegmentIsRefused() {
    TestSegment segment = new TestSegment().pictures(0, KEY).pictures(2 * FRAME + 1, OTHER);
    assertThat(segment.defect(movie()))
        .isEqualTo("track 1 has a hole within the segment, from 3600 to 7201 ticks");
  }

  @Test
  void goingBackWithinASegmentIsRefused() {
    TestSegment segment = new TestSegment().pictures(FRAME, KEY).pictures(FRAME, OTHER);
    assertThat(segment.defect(movie()))
        .isEqualTo("track 1 goes back within the segment, from 7200 to 3600 ticks");
  }

  @Test
  void aVariableRateIsNoRate() {
    FragmentInfo info =
        new TestSegment().pictures(START, KEY, OTHER, lasting(2 * FRAME)).info(movie());
    assertThat(timing(info).frames()).isEqualTo(new Frames(FRAME, FRAME, 2 * FRAME));
    assertThat(info.frameRate()).isEmpty();
  }

  @Test
  void aRateIsInItsLowestTerms() {
    FragmentInfo info = new TestSegment().pictures(START, lasting(3_003)).info(movie());
    assertThat(info.frameRate()).contains(new FrameRate(30_000, 1_001));
  }

  @Test
  void durationsThatWereRoundedAreAveraged() {
    TestMovie rounded =
        new TestMovie().track(1, Handler.VIDEO, 1_000, List.of(TestMovie.pictureEntry(640, 360)));
    FragmentInfo info =
        new TestSegment()
            .pictures(START, lasting(34), lasting(33), lasting(33), lasting(34))
            .info(rounded);
    assertThat(timing(info).frames()).isEqualTo(new Frames(34, 33, 34));
    assertThat(info.frameRate()).isEmpty();
  }

  @Test
  void keyFramesAreCountedAndTheFirstIsFound() {
    TestSegment segment = new TestSegment().pictures(0, OTHER, KEY, KEY);
    FragmentInfo info = segment.info(movie());
    assertThat(info.media().startsWithKeyFrame()).isFalse();
    assertThat(info.keyFrames()).isEqualTo(2);
    assertThat(info.firstKeyFrame())
        .contains(new ByteRange(segment.size() - 2 * SAMPLE_SIZE, SAMPLE_SIZE));
    assertThat(new TestSegment().pictures(0, KEY).info(movie()).media().startsWithKeyFrame())
        .isTrue();
    assertThat(new TestSegment().pictures(0, OTHER).info(movie()).firstKeyFrame()).isEmpty();
  }

  @Test
  void aSampleThatDependsOnOthersIsNoKeyFrame() {
    var sample = new Sample(FRAME, SAMPLE_SIZE, 0x100_0000, 0);
    assertThat(new TestSegment().pictures(0, sample).info(movie()).keyFrames()).isZero();
  }

  /** A run that leaves all to defaults. */
  private static TrackRun bare(int count, int offset) {
    return new TrackRun(0, TrackRun.HAS_DATA_OFFSET, count, offset, 0, Bytes.EMPTY);
  }

  @Test
  void whatASampleDoesNotSayIsThatOfTheFragmentOrOfTheTrack() {
    TestMovie movie =
        movie().defaults(new TrackExtends(1, 1, FRAME, SAMPLE_SIZE, SampleFlags.NOT_SYNC));
    FragmentInfo all =
        new TestSegment()
            .fragment(offset -> TestSegment.track(1, 0, bare(4, offset)), 4 * SAMPLE_SIZE)
            .info(movie);
    assertThat(timing(all).durationTicks()).isEqualTo(4 * FRAME);
    assertThat(all.keyFrames()).isZero();
    int own = TrackFragmentHeader.HAS_DURATION | TrackFragmentHeader.HAS_SAMPLE_FLAGS;
    var header =
        new TrackFragmentHeader(
            own | TrackFragmentHeader.BASE_IS_FRAGMENT, 1, 0, 0, 50, 0, SampleFlags.SYNC);
    FragmentInfo fragment =
        new TestSegment()
            .fragment(offset -> TestSegment.track(header, 0, bare(4, offset)), 4 * SAMPLE_SIZE)
            .info(movie);
    assertThat(timing(fragment).durationTicks()).isEqualTo(4 * 50);
    assertThat(fragment.keyFrames()).isEqualTo(4);
  }

  @Test
  void theFirstSampleOfARunCanHaveFlagsOfItsOwn() {
    TestMovie movie =
        movie().defaults(new TrackExtends(1, 1, FRAME, SAMPLE_SIZE, SampleFlags.NOT_SYNC));
    int flags = TrackRun.HAS_DATA_OFFSET | TrackRun.HAS_FIRST_SAMPLE_FLAGS;
    FragmentInfo info =
        new TestSegment()
            .fragment(
                offset ->
                    TestSegment.track(
                        1, 0, new TrackRun(0, flags, 4, offset, SampleFlags.SYNC, Bytes.EMPTY)),
                4 * SAMPLE_SIZE)
            .info(movie);
    assertThat(info.keyFrames()).isEqualTo(1);
    assertThat(info.media().startsWithKeyFrame()).isTrue();
  }

  @Test
  void runsFollowEachOtherUnlessTheySayWhereTheyAre() {
    var next = new TrackRun(0, 0, 1, 0, 0, Bytes.EMPTY);
    TestMovie movie = movie().defaults(new TrackExtends(1, 1, FRAME, SAMPLE_SIZE, 0));
    TestSegment segment =
        new TestSegment()
            .fragment(offset -> TestSegment.track(1, 0, bare(1, offset), next), 2 * SAMPLE_SIZE);
    assertThat(timing(segment.info(movie)).durationTicks()).isEqualTo(2 * FRAME);
  }

  private static FragmentInfo info(byte[] fragment, byte[] media) {
    byte[] segment = Arrays.copyOf(fragment, fragment.length + media.length);
    System.arraycopy(media, 0, segment, fragment.length, media.length);
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    FragmentResult result = FragmentProbe.inspect(bytes, movie().section());
    assertThat(result).isInstanceOf(FragmentResult.Recognized.class);
    return ((FragmentResult.Recognized) result).info();
  }

  private static byte[] fragment(int moreOffset) {
    Box empty = TestSegment.fragment(TestSegment.track(1, 0, TrackRun.of(0, List.of(KEY))));
    int offset = (int) empty.size() + Box.HEADER + moreOffset;
    return TestSegment.fragment(TestSegment.track(1, 0, TrackRun.of(offset, List.of(KEY))))
        .toBytes();
  }

  @Test
  void sizesMayHave64BitsOrGoOnToTheEnd() {
    byte[] large = new MediaData(true, Bytes.zeros(SAMPLE_SIZE)).toBytes();
    assertThat(info(fragment(8), large).keyFrames()).isEqualTo(1);
    byte[] endless = new MediaData(false, Bytes.zeros(SAMPLE_SIZE)).toBytes();
    ByteBuffer.wrap(endless).putInt(0, 0);
    assertThat(info(fragment(0), endless).keyFrames()).isEqualTo(1);
    byte[] plain = fragment(8);
    ByteBuffer moof = ByteBuffer.allocate(plain.length + 8);
    moof.putInt(1).put(plain, 4, 4).putLong(plain.length + 8L).put(plain, 8, plain.length - 8);
    byte[] media = new MediaData(false, Bytes.zeros(SAMPLE_SIZE)).toBytes();
    assertThat(info(moof.array(), media).firstKeyFrame())
        .contains(new ByteRange(plain.length + 16, SAMPLE_SIZE));
  }

  @Test
  void aTrackMayCountFromWhereTheOneBeforeEnded() {
    var run = new TrackRun(0, 0, 1, 0, 0, Bytes.EMPTY);
    var header = new TrackFragmentHeader(0, TestMovie.SOUND, 0, 0, 0, 0, 0);
    TestMovie movie =
        movie()
            .defaults(new TrackExtends(1, 1, FRAME, SAMPLE_SIZE, 0))
            .sound()
            .defaults(new TrackExtends(2, 1, 1_024, SAMPLE_SIZE, 0));
    Box sound = TestSegment.track(header, 0, run);
    int offset =
        (int) TestSegment.fragment(TestSegment.track(1, 0, bare(1, 0)), sound).size() + Box.HEADER;
    FragmentInfo info =
        new TestSegment()
            .with(TestSegment.fragment(TestSegment.track(1, 0, bare(1, offset)), sound))
            .with(new MediaData(false, Bytes.zeros(2 * SAMPLE_SIZE)))
            .info(movie);
    assertThat(info.media().tracks()).allMatch(track -> track.timing().isPresent());
  }

  @Test
  void aTrackWithoutSamplesIsToldWithoutATiming() {
    FragmentInfo info = new TestSegment().pictures(0, KEY).info(movie().sound());
    assertThat(info.media().tracks()).hasSize(2);
    assertThat(info.media().tracks().get(1).timing()).isEmpty();
    assertThat(info.media().startsWithKeyFrame()).isTrue();
  }

  @Test
  void segmentsContinueByTheirTimes() {
    MediaInfo first = new TestSegment().pictures(START, KEY, OTHER).info(movie()).media();
    MediaInfo second =
        new TestSegment().pictures(START + 2 * FRAME, KEY, OTHER).info(movie()).media();
    MediaInfo later = new TestSegment().pictures(START + 9 * FRAME, KEY).info(movie()).media();
    assertThat(second.continues(first)).isTrue();
    assertThat(later.continues(first)).isFalse();
    assertThat(first.duration()).contains(Duration.ofMillis(80));
  }

  @Test
  void theProbeSaysTheSameAsOfOtherContainers() {
    TestSegment segment = new TestSegment().pictures(0, KEY);
    ByteBuffer bytes = ByteBuffer.wrap(segment.bytes());
    assertThat(FragmentProbe.probe(bytes, movie().section()))
        .isEqualTo(new ProbeResult.Recognized(segment.info(movie()).media()));
    assertThat(FragmentProbe.probe(ByteBuffer.allocate(0), movie().section()))
        .isEqualTo(new ProbeResult.Refused("the body is empty"));
  }

  @Test
  void manyFramesOfManyDurationsAreMeasured() {
    Sample[] samples = new Sample[3_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = lasting(1_000 + i % 2_000);
    }
    TrackTiming timing = timing(new TestSegment().pictures(0, samples).info(movie()));
    assertThat(timing.frameTicks()).isBetween(1_000L, 3_000L);
    assertThat(timing.longestFrameTicks()).isEqualTo(2_999);
    assertThat(timing.shortestFrameTicks()).isEqualTo(1_000);
  }
}
