package dev.chalkstream.media.cmaf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.fragment.SampleFlags;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import dev.chalkstream.media.mp4.movie.Handler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Small initialization sections, and segments of two seconds, for the tests of other packages. */
public final class TestFragments {

  private static final int SECONDS = 2;
  private static final int FRAMES = SECONDS * TestMovie.PICTURE_SCALE / TestSegment.FRAME;
  private static final int MEDIA_BYTES = 64;

  private TestFragments() {}

  /** The section of a track of pictures of 640 x 360. */
  public static ByteBuffer initialization() {
    return initialization(640, 360);
  }

  /** The section of a track of pictures. */
  public static ByteBuffer initialization(int width, int height) {
    TestMovie movie =
        new TestMovie()
            .track(
                TestMovie.PICTURES,
                Handler.VIDEO,
                TestMovie.PICTURE_SCALE,
                List.of(TestMovie.pictureEntry(width, height)));
    return ByteBuffer.wrap(TestMovie.bytes(TestMovie.FILE_TYPE, movie.movie()));
  }

  /** The section of a track of pictures, with a box that nobody reads. */
  public static byte[] initialization(int width, int height, int salt) {
    ByteBuffer section = initialization(width, height);
    return ByteBuffer.allocate(section.remaining() + 12)
        .put(section)
        .putInt(12)
        .put("free".getBytes(UTF_8))
        .putInt(salt)
        .array();
  }

  /**
   * A segment of pictures.
   *
   * @param time where it begins, in ticks of 1/90,000 s, as the others
   * @param frames how many pictures it has
   * @param ticks how long each is shown
   * @param keyFrame whether it begins with a key frame
   * @param mark tells its bytes from those of others
   */
  public static byte[] pictures(long time, int frames, int ticks, boolean keyFrame, long mark) {
    List<Sample> samples =
        new ArrayList<>(Collections.nCopies(frames, new Sample(ticks, 1, SampleFlags.NOT_SYNC, 0)));
    int flags = keyFrame ? SampleFlags.SYNC : SampleFlags.NOT_SYNC;
    samples.set(0, new Sample(ticks, MEDIA_BYTES - frames + 1, flags, 0));
    return fragment(TestMovie.PICTURES, time, samples, "mark " + mark).array();
  }

  /** The section of a track of sound. */
  public static ByteBuffer soundInitialization() {
    return ByteBuffer.wrap(TestMovie.bytes(TestMovie.FILE_TYPE, new TestMovie().sound().movie()));
  }

  /**
   * A segment of pictures that begins with a key frame.
   *
   * @param start where it begins, in seconds
   * @param word tells its bytes from those of others
   */
  public static ByteBuffer segment(int start, String word) {
    return segment(start, word, SampleFlags.SYNC);
  }

  /** A segment of pictures without a key frame. */
  public static ByteBuffer dependentSegment(int start, String word) {
    return segment(start, word, SampleFlags.NOT_SYNC);
  }

  private static ByteBuffer segment(int start, String word, int flags) {
    List<Sample> samples =
        new ArrayList<>(
            Collections.nCopies(FRAMES, new Sample(TestSegment.FRAME, 1, SampleFlags.NOT_SYNC, 0)));
    samples.set(0, new Sample(TestSegment.FRAME, MEDIA_BYTES - FRAMES + 1, flags, 0));
    return fragment(TestMovie.PICTURES, (long) start * TestMovie.PICTURE_SCALE, samples, word);
  }

  /** A segment of sound. */
  public static ByteBuffer soundSegment(int start, String word) {
    int frames = 93;
    long ticks = (long) SECONDS * TestMovie.SOUND_SCALE;
    List<Sample> samples = new ArrayList<>(Collections.nCopies(frames, new Sample(1_024, 0, 0, 0)));
    samples.add(new Sample(ticks - frames * 1_024L, MEDIA_BYTES, 0, 0));
    return fragment(TestMovie.SOUND, (long) start * TestMovie.SOUND_SCALE, samples, word);
  }

  private static ByteBuffer fragment(long track, long time, List<Sample> samples, String word) {
    byte[] media = ByteBuffer.allocate(MEDIA_BYTES).put(word.getBytes(UTF_8)).array();
    Box bare = TestSegment.fragment(TestSegment.track(track, time, TrackRun.of(0, samples)));
    int offset = (int) bare.size() + Box.HEADER;
    Box fragment =
        TestSegment.fragment(TestSegment.track(track, time, TrackRun.of(offset, samples)));
    return ByteBuffer.wrap(TestMovie.bytes(fragment, new MediaData(false, Bytes.of(media))));
  }

  /** An upload of two seconds. */
  public static SegmentUpload.Builder upload(
      SessionId session, long sequence, ByteBuffer initialization, ByteBuffer body) {
    return SegmentUpload.builder(session)
        .sequence(sequence)
        .duration(Duration.ofSeconds(SECONDS))
        .initialization(SegmentDigest.compute(initialization))
        .digest(SegmentDigest.compute(body))
        .body(body);
  }
}
