package dev.chalkstream.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.MovieFragmentHeader;
import dev.chalkstream.media.mp4.fragment.SampleFlags;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Builds segments for tests. */
final class TestSegment {

  /** A frame lasts so long, in the timescale of the pictures of {@link TestMovie}. */
  static final int FRAME = 3_600;

  static final int SAMPLE_SIZE = 10;

  static final Sample KEY = new Sample(FRAME, SAMPLE_SIZE, SampleFlags.SYNC, 0);
  static final Sample OTHER = new Sample(FRAME, SAMPLE_SIZE, SampleFlags.NOT_SYNC, 0);

  private final List<Box> boxes = new ArrayList<>();

  /** What a track of a fragment consists of, but for where its samples lie. */
  static ContainerBox track(long id, long time, TrackRun... runs) {
    return track(TrackFragmentHeader.of(id), time, runs);
  }

  static ContainerBox track(TrackFragmentHeader header, long time, TrackRun... runs) {
    List<Box> boxes = new ArrayList<>(List.of(header, TrackFragmentTime.of(time)));
    boxes.addAll(Arrays.asList(runs));
    return new ContainerBox(FragmentBoxes.TRACK, boxes);
  }

  static ContainerBox fragment(Box... tracks) {
    List<Box> all = new ArrayList<>(List.of(new MovieFragmentHeader(1)));
    all.addAll(Arrays.asList(tracks));
    return new ContainerBox(FragmentBoxes.FRAGMENT, all);
  }

  /** Boxes as they are. */
  TestSegment with(Box... more) {
    boxes.addAll(Arrays.asList(more));
    return this;
  }

  /** A fragment of pictures with its media. */
  TestSegment pictures(long time, Sample... samples) {
    return fragment(
        offset -> track(TestMovie.PICTURES, time, TrackRun.of(offset, List.of(samples))),
        Arrays.stream(samples).mapToInt(sample -> (int) sample.size()).sum());
  }

  /** A fragment of one track with media, of which it is told where they begin. */
  TestSegment fragment(IntFunction<ContainerBox> track, int media) {
    int offset = (int) fragment(track.apply(0)).size() + Box.HEADER;
    return with(fragment(track.apply(offset)), new MediaData(false, Bytes.zeros(media)));
  }

  long size() {
    return boxes.stream().mapToLong(Box::size).sum();
  }

  byte[] bytes() {
    return TestMovie.bytes(boxes.toArray(Box[]::new));
  }

  FragmentInfo info(TestMovie movie) {
    FragmentResult result = FragmentProbe.inspect(ByteBuffer.wrap(bytes()), movie.section());
    assertThat(result).isInstanceOf(FragmentResult.Recognized.class);
    return ((FragmentResult.Recognized) result).info();
  }

  String defect(TestMovie movie) {
    FragmentResult result = FragmentProbe.inspect(ByteBuffer.wrap(bytes()), movie.section());
    assertThat(result).isInstanceOf(FragmentResult.Refused.class);
    return ((FragmentResult.Refused) result).defect();
  }
}
