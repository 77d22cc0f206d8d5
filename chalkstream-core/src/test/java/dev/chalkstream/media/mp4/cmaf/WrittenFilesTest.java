package dev.chalkstream.media.mp4.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.Ffmpeg;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.FileType;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.fragment.MovieFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentHeader;
import dev.chalkstream.media.mp4.fragment.TrackFragmentTime;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.fragment.TrackRun.Sample;
import dev.chalkstream.media.mp4.movie.DataReferences;
import dev.chalkstream.media.mp4.movie.EditList;
import dev.chalkstream.media.mp4.movie.Handler;
import dev.chalkstream.media.mp4.movie.MediaHeader;
import dev.chalkstream.media.mp4.movie.MovieBoxes;
import dev.chalkstream.media.mp4.movie.MovieHeader;
import dev.chalkstream.media.mp4.movie.SampleSizes;
import dev.chalkstream.media.mp4.movie.SampleTable;
import dev.chalkstream.media.mp4.movie.SoundMediaHeader;
import dev.chalkstream.media.mp4.movie.TrackExtends;
import dev.chalkstream.media.mp4.movie.TrackHeader;
import dev.chalkstream.media.mp4.movie.VideoMediaHeader;
import dev.chalkstream.media.mp4.sample.AudioSampleEntry;
import dev.chalkstream.media.mp4.sample.AvcConfiguration;
import dev.chalkstream.media.mp4.sample.ElementaryStream;
import dev.chalkstream.media.mp4.sample.SampleDescriptions;
import dev.chalkstream.media.mp4.sample.VisualSampleEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is put together from boxes is one that ffmpeg plays. */
class WrittenFilesTest {

  private static final int PICTURES = 1;
  private static final int SOUND = 2;

  @TempDir private Path folder;

  @BeforeAll
  static void requireTools() {
    Ffmpeg.require();
  }

  /** All samples of a track in one run, and their bytes. */
  private static TrackRun run(byte[] file, long trackId, ByteArrayOutputStream media, int offset) {
    List<Sample> samples = new ArrayList<>();
    int at = 0;
    for (Box box : BoxTrees.read(file)) {
      for (ContainerBox track : trackFragments(box, trackId)) {
        var header = track.child(TrackFragmentHeader.class).orElseThrow();
        for (TrackRun run : track.all(TrackRun.class).toList()) {
          List<Sample> added = samples(run, header);
          int size = added.stream().mapToInt(sample -> (int) sample.size()).sum();
          media.write(file, at + run.dataOffset(), size);
          samples.addAll(added);
        }
      }
      at += (int) box.size();
    }
    return TrackRun.of(offset, samples);
  }

  private static List<ContainerBox> trackFragments(Box box, long trackId) {
    return box instanceof ContainerBox fragment
        ? fragment
            .containers(FragmentBoxes.TRACK)
            .filter(track -> track.child(TrackFragmentHeader.class).get().trackId() == trackId)
            .toList()
        : List.of();
  }

  private static List<Sample> samples(TrackRun run, TrackFragmentHeader header) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < run.count(); i++) {
      samples.add(
          new Sample(
              run.duration(i, header.duration()),
              run.size(i, header.sampleSize()),
              run.sampleFlags(i, header.sampleFlags()),
              (int) run.compositionOffset(i)));
    }
    return samples;
  }

  private static ContainerBox track(
      Box header, EditList edits, String handler, long scale, Box entry) {
    Box media = handler.equals(Handler.VIDEO) ? VideoMediaHeader.COPY : SoundMediaHeader.CENTRED;
    return ContainerBox.of(
        MovieBoxes.TRACK,
        header,
        ContainerBox.of(MovieBoxes.EDITS, edits),
        ContainerBox.of(
            MovieBoxes.MEDIA,
            MediaHeader.of(scale),
            Handler.of(handler, "Chalkstream"),
            ContainerBox.of(
                MovieBoxes.MEDIA_INFORMATION,
                media,
                ContainerBox.of(MovieBoxes.DATA_INFORMATION, DataReferences.SAME_FILE),
                ContainerBox.of(
                    MovieBoxes.SAMPLE_TABLES,
                    new SampleDescriptions(List.of(entry)),
                    SampleTable.empty(SampleTable.TIMES),
                    SampleTable.empty(SampleTable.CHUNKS),
                    SampleSizes.NONE,
                    SampleTable.empty(SampleTable.OFFSETS)))));
  }

  private static ContainerBox movie(List<Box> source) {
    AvcConfiguration avc = BoxTrees.all(source, AvcConfiguration.class).get(0);
    var decoder = BoxTrees.all(source, ElementaryStream.class).get(0).decoder().orElseThrow();
    Box sound = AudioSampleEntry.of("mp4a", 1, 48_000, ElementaryStream.of(decoder));
    Box pictures = VisualSampleEntry.of("avc1", 64, 36, avc);
    List<EditList> edits = BoxTrees.all(source, EditList.class);
    Box seen = TrackHeader.ofPictures(PICTURES, 64, 36);
    return ContainerBox.of(
        MovieBoxes.MOVIE,
        MovieHeader.of(1_000, SOUND + 1),
        track(seen, edits.get(0), Handler.VIDEO, 12_800, pictures),
        track(TrackHeader.ofSound(SOUND), edits.get(1), Handler.AUDIO, 48_000, sound),
        ContainerBox.of(
            MovieBoxes.MOVIE_EXTENDS, TrackExtends.of(PICTURES), TrackExtends.of(SOUND)));
  }

  private static ContainerBox trackFragment(long trackId, TrackRun run) {
    return ContainerBox.of(
        FragmentBoxes.TRACK, TrackFragmentHeader.of(trackId), TrackFragmentTime.of(0), run);
  }

  private static ContainerBox fragment(TrackRun pictures, TrackRun sound) {
    return ContainerBox.of(
        FragmentBoxes.FRAGMENT,
        new MovieFragmentHeader(1),
        trackFragment(PICTURES, pictures),
        trackFragment(SOUND, sound));
  }

  private static byte[] written(byte[] file) {
    var media = new ByteArrayOutputStream();
    TrackRun pictures = run(file, PICTURES, media, 0);
    int before = media.size();
    TrackRun sound = run(file, SOUND, media, 0);
    int data = (int) fragment(pictures, sound).size() + Box.HEADER;
    List<Box> boxes =
        List.of(
            new FileType(FileType.FILE, "cmf2", 0, List.of("cmf2", "iso6")),
            movie(BoxTrees.read(file)),
            fragment(pictures.withDataOffset(data), sound.withDataOffset(data + before)),
            new MediaData(false, Bytes.of(media.toByteArray())));
    var out = new ByteArrayOutputStream();
    boxes.forEach(box -> out.writeBytes(box.toBytes()));
    return out.toByteArray();
  }

  private String frames(String name) throws IOException {
    String[] command = {"ffmpeg", "-v", "warning", "-i", name, "-f", "framemd5", "-"};
    return Ffmpeg.run(folder, List.of(command));
  }

  @Test
  void ffmpegPlaysTheSameFramesAsBefore() throws IOException {
    String source =
        "-f lavfi -i testsrc=s=64x36:r=25:d=1 -f lavfi -i sine=r=48000:d=1 -c:v libx264 -bf 2"
            + " -g 10 -pix_fmt yuv420p -c:a aac"
            + " -movflags +frag_keyframe+delay_moov+default_base_moof source.mp4";
    Ffmpeg.make(folder, source);
    byte[] file = Files.readAllBytes(folder.resolve("source.mp4"));
    Files.write(folder.resolve("written.mp4"), written(file));
    assertThat(frames("written.mp4")).isEqualTo(frames("source.mp4")).contains("0,         24,");
  }
}
