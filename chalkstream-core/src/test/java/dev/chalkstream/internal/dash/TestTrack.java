package dev.chalkstream.internal.dash;

import dev.chalkstream.internal.dash.TrackPart.Chunk;
import dev.chalkstream.media.MediaTrack.Format;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.cmaf.InitializationSection;
import dev.chalkstream.media.cmaf.InitializationTrack;
import dev.chalkstream.media.cmaf.SampleDefaults;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.MovieFragmentHeader;
import dev.chalkstream.media.mp4.fragment.SampleFlags;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Bodies and chunks for tests. Both tracks count 1,000 ticks a second. */
final class TestTrack {

  static final int VIDEO = 1;
  static final int SOUND = 2;
  static final int FRAME = 100;
  static final TrackLimits LIMITS = new TrackLimits(10_000, 100_000);

  private static final int SAMPLE_SIZE = 10;

  private TestTrack() {}

  static InitializationSection section(int... ids) {
    return new InitializationSection(Arrays.stream(ids).mapToObj(TestTrack::announced).toList());
  }

  private static InitializationTrack announced(int id) {
    boolean video = id == VIDEO;
    return new InitializationTrack(
        id,
        video ? Kind.VIDEO : Kind.AUDIO,
        video ? "avc1.64001f" : "mp4a.40.2",
        video ? Format.ofPicture(640, 360) : Format.ofSound(48_000, 2),
        "und",
        TrackClock.ofCmaf(1_000),
        0,
        1,
        new SampleDefaults(0, 0, 0));
  }

  /** Frames of a track, the first of them a key frame or not; all of them are in sound. */
  static List<Sample> frames(int id, boolean key, int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean sync = id == SOUND || (key && i == 0);
      int flags = sync ? SampleFlags.SYNC : SampleFlags.NOT_SYNC;
      samples.add(new Sample(FRAME, SAMPLE_SIZE, flags, 0));
    }
    return samples;
  }

  /** A fragment of one track with its media. */
  static byte[] fragment(int id, long time, List<Sample> samples) {
    int offset = (int) fragmentBox(id, time, 0, samples).size() + Box.HEADER;
    Bytes media = Bytes.zeros(SAMPLE_SIZE * samples.size());
    return bytes(fragmentBox(id, time, offset, samples), new MediaData(false, media));
  }

  private static ContainerBox fragmentBox(int id, long time, int offset, List<Sample> samples) {
    return ContainerBox.of(
        FragmentBoxes.FRAGMENT,
        new MovieFragmentHeader(1),
        ContainerBox.of(
            FragmentBoxes.TRACK,
            TrackFragmentHeader.of(id),
            TrackFragmentTime.of(time),
            TrackRun.of(offset, samples)));
  }

  /** A chunk of video. */
  static Chunk video(long time, boolean key, int count, String... brands) {
    return new Chunk(fragment(VIDEO, time, frames(VIDEO, key, count)), Set.of(brands));
  }

  static Chunk sound(long time, int count, String... brands) {
    return new Chunk(fragment(SOUND, time, frames(SOUND, true, count)), Set.of(brands));
  }

  static byte[] bytes(Box... boxes) {
    var out = new ByteArrayOutputStream();
    for (Box box : boxes) {
      out.writeBytes(box.toBytes());
    }
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] type(String type, String... brands) {
    return new FileType(type, brands[0], 0, List.of(brands)).toBytes();
  }

  /** A box with zeros. */
  static byte[] box(String type, int content) {
    return new OpaqueBox(type, Bytes.zeros(content)).toBytes();
  }

  static byte[] header() {
    return join(type("ftyp", "cmfc"), box("moov", 20));
  }

  /** All parts of a body, which ends behind the last. */
  static List<TrackPart> split(byte[] body) throws RefusedTrackException {
    var splitter = new TrackSplitter(LIMITS);
    List<TrackPart> parts = push(splitter, body);
    splitter.end();
    return parts;
  }

  static List<TrackPart> push(TrackSplitter splitter, byte[] bytes) throws RefusedTrackException {
    List<TrackPart> parts = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      Optional<TrackPart> part = splitter.push(buffer);
      part.ifPresent(parts::add);
    }
    return parts;
  }
}
