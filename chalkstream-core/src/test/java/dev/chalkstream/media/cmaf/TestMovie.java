package dev.chalkstream.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.movie.EditList;
import dev.chalkstream.media.mp4.movie.EditList.Edit;
import dev.chalkstream.media.mp4.movie.Handler;
import dev.chalkstream.media.mp4.movie.MediaHeader;
import dev.chalkstream.media.mp4.movie.MovieBoxes;
import dev.chalkstream.media.mp4.movie.MovieHeader;
import dev.chalkstream.media.mp4.movie.SampleTable;
import dev.chalkstream.media.mp4.movie.TrackExtends;
import dev.chalkstream.media.mp4.movie.TrackHeader;
import dev.chalkstream.media.mp4.sample.AudioSampleEntry;
import dev.chalkstream.media.mp4.sample.AvcConfiguration;
import dev.chalkstream.media.mp4.sample.ElementaryStream;
import dev.chalkstream.media.mp4.sample.SampleDescriptions;
import dev.chalkstream.media.mp4.sample.VisualSampleEntry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds initialization sections for tests, with the boxes that are read of them. */
final class TestMovie {

  static final int PICTURES = 1;
  static final int SOUND = 2;

  /** The timescale of pictures: a frame lasts 3,600 ticks. */
  static final int PICTURE_SCALE = 90_000;

  static final int SOUND_SCALE = 48_000;

  static final Box FILE_TYPE = new FileType(FileType.FILE, "cmfc", 0, List.of("cmfc", "iso6"));

  private final List<Box> tracks = new ArrayList<>();
  private final List<Box> defaults = new ArrayList<>();

  /** Of H.264. */
  static Box pictureEntry(int width, int height) {
    var avc = new AvcConfiguration(0x64, 0, 0x1f, 4, List.of(), List.of(), Bytes.EMPTY);
    return VisualSampleEntry.of("avc1", width, height, avc);
  }

  /** Of AAC in stereo, 48,000 samples a second. */
  static Box soundEntry() {
    var decoder = new ElementaryStream.Decoder(0x40, 0, 0, Bytes.of((byte) 0x11, (byte) 0x90));
    return AudioSampleEntry.of("mp4a", 2, 48_000, ElementaryStream.of(decoder));
  }

  /** A track with a picture of 640 x 360. */
  TestMovie pictures(Edit... edits) {
    return track(PICTURES, Handler.VIDEO, PICTURE_SCALE, List.of(pictureEntry(640, 360)), edits);
  }

  /** A track of sound. */
  TestMovie sound(Edit... edits) {
    return track(SOUND, Handler.AUDIO, SOUND_SCALE, List.of(soundEntry()), edits);
  }

  TestMovie track(int id, String handler, long timescale, List<Box> entries, Edit... edits) {
    return track(id, handler, timescale, entries, SampleTable.empty(SampleTable.TIMES), edits);
  }

  TestMovie track(
      int id, String handler, long timescale, List<Box> entries, Box table, Edit... edits) {
    tracks.add(
        ContainerBox.of(
            MovieBoxes.TRACK,
            TrackHeader.ofSound(id),
            ContainerBox.of(MovieBoxes.EDITS, new EditList(1, 0, Arrays.asList(edits))),
            ContainerBox.of(
                MovieBoxes.MEDIA,
                MediaHeader.of(timescale),
                Handler.of(handler, "any"),
                ContainerBox.of(
                    MovieBoxes.MEDIA_INFORMATION,
                    ContainerBox.of(
                        MovieBoxes.SAMPLE_TABLES, new SampleDescriptions(entries), table)))));
    return defaults(new TrackExtends(id, 1, 0, 0, 0));
  }

  /** Puts other defaults in the place of those of the last track. */
  TestMovie defaults(TrackExtends extension) {
    while (defaults.size() >= tracks.size()) {
      defaults.remove(defaults.size() - 1);
    }
    defaults.add(extension);
    return this;
  }

  ContainerBox movie() {
    List<Box> boxes = new ArrayList<>(List.of(MovieHeader.of(1_000, 9)));
    boxes.addAll(tracks);
    boxes.add(new ContainerBox(MovieBoxes.MOVIE_EXTENDS, defaults));
    return new ContainerBox(MovieBoxes.MOVIE, boxes);
  }

  static byte[] bytes(Box... boxes) {
    var out = new ByteArrayOutputStream();
    for (Box box : boxes) {
      out.writeBytes(box.toBytes());
    }
    return out.toByteArray();
  }

  InitializationSection section() {
    InitializationResult result = parse(FILE_TYPE, movie());
    assertThat(result).isInstanceOf(InitializationResult.Recognized.class);
    return ((InitializationResult.Recognized) result).section();
  }

  static InitializationResult parse(Box... boxes) {
    return InitializationSection.parse(ByteBuffer.wrap(bytes(boxes)));
  }

  /** Why a file type and this movie are refused. */
  String defect() {
    return defect(FILE_TYPE, movie());
  }

  static String defect(Box... boxes) {
    InitializationResult result = parse(boxes);
    assertThat(result).isInstanceOf(InitializationResult.Refused.class);
    return ((InitializationResult.Refused) result).defect();
  }
}
