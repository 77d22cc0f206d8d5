package dev.chalkstream.media.mp4.movie;

import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkReal;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.checkRoundTrip;
import static dev.chalkstream.media.mp4.cmaf.BoxTrees.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import dev.chalkstream.media.mp4.movie.EditList.Edit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The boxes of a movie, with real ones of ffmpeg and of mediabunny. */
class MovieBoxesTest {

  private static final String UNITY =
      "00010000 00000000 00000000 00000000 00010000 00000000 00000000 00000000 40000000";

  @Test
  void theHeaderOfAMovie() {
    String rest =
        "00010000 0100 0000 00000000 00000000 "
            + UNITY
            + "00000000 00000000 00000000 00000000 00000000 00000000 00000002";
    Box box = checkReal("0000006c 6d766864 00000000 00000000 00000000 000003e8 00000000" + rest);
    assertThat(box).isEqualTo(MovieHeader.of(1_000, 2));
    String times = "00000000e731aabb 00000000e731aabc 0000e100 ffffffffffffffff";
    var large = (MovieHeader) checkReal("00000078 6d766864 01000000" + times + rest);
    assertThat(large.created()).isEqualTo(0xe731aabbL);
    assertThat(large.modified()).isEqualTo(0xe731aabcL);
    assertThat(large.timescale()).isEqualTo(57_600);
    assertThat(large.duration()).isEqualTo(-1);
  }

  @Test
  void theHeaderOfATrack() {
    String video =
        "0000005c 746b6864 00000003 00000000 00000000 00000001 00000000 00000000 00000000 00000000"
            + "0000 0000 0000 0000"
            + UNITY
            + "01420000 00b60000";
    assertThat(checkReal(video)).isEqualTo(TrackHeader.ofPictures(1, 322, 182));
    String audio =
        "0000005c 746b6864 00000003 00000000 00000000 00000002 00000000 00000000 00000000 00000000"
            + "0000 0001 0100 0000"
            + UNITY
            + "00000000 00000000";
    var sound = (TrackHeader) checkReal(audio);
    assertThat(sound.trackId()).isEqualTo(2);
    assertThat(sound.alternateGroup()).isEqualTo(1);
    assertThat(sound.volume()).isEqualTo(256);
    checkRoundTrip(TrackHeader.ofSound(0xffff_ffffL));
  }

  @Test
  void editsOfBothVersions() {
    String two = "00000002 00000050 ffffffff 00010000 00000000 00000400 00010000";
    assertThat(checkReal("00000028 656c7374 00000000" + two))
        .isEqualTo(new EditList(0, 0, List.of(new Edit(80, -1, 1 << 16), Edit.from(1_024))));
    String one = "00000001 0000000000000050 ffffffffffffffff 00010000";
    assertThat(checkReal("00000024 656c7374 01000000" + one))
        .isEqualTo(new EditList(1, 0, List.of(new Edit(80, -1, 1 << 16))));
  }

  @Test
  void thereMustBeRoomForAllEdits() {
    String hex = "0000001c 656c7374 00000000 7fffffff 00000050 ffffffff 00010000";
    assertThat(error(BoxTrees.bytes(hex))).contains("elst").contains("2147483647 entries");
  }

  @Test
  void anEditThatIsTooLateForItsVersionIsNotWritten() {
    var edits = new EditList(0, 0, List.of(Edit.from(1L << 31)));
    assertThat(catchThrowable(edits::toBytes)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void theTimescaleAndLanguageOfATrack() {
    assertThat(checkReal("00000020 6d646864 00000000 00000000 00000000 00003200 00000000 55c40000"))
        .isEqualTo(MediaHeader.of(12_800));
    String large = "0000000000000001 0000000000000002 0000bb80 0000000100000000 15c70000";
    assertThat(checkReal("0000002c 6d646864 01000000" + large))
        .isEqualTo(new MediaHeader(1, 1, 2, 48_000, 1L << 32, "eng"));
    var unset = (MediaHeader) checkReal("000000206d646864" + "0".repeat(48));
    assertThat(unset.language()).isEqualTo("```");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MediaHeader(0, 0, 0, 1, 0, "EN").toBytes());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MediaHeader(0, 0, 0, 1, 0, "ENG").toBytes());
  }

  @Test
  void theHandlerOfATrack() {
    String name = "536f756e6448616e646c657200";
    String zeros = "000000000000000000000000";
    assertThat(checkReal("0000002d 68646c72 00000000 00000000 736f756e" + zeros + name))
        .isEqualTo(Handler.of(Handler.AUDIO, "SoundHandler"));
    var quickTime = (Handler) checkReal("00000020 68646c72 00000000 6d686c72 76696465" + zeros);
    assertThat(quickTime.handlerType()).isEqualTo(Handler.VIDEO);
    assertThat(quickTime.name()).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void theHeadersOfMedia() {
    assertThat(checkReal("00000014 766d6864 00000001 0000 000000000000"))
        .isEqualTo(VideoMediaHeader.COPY);
    assertThat(checkReal("00000010 736d6864 00000000 00000000"))
        .isEqualTo(SoundMediaHeader.CENTRED);
    assertThat(checkReal("00000010 736d6864 00000000 ff000000"))
        .isEqualTo(new SoundMediaHeader(-256));
    assertThat(checkReal("0000000c 6e6d6864 00000000")).isEqualTo(new PlainMediaHeader("nmhd", 0));
    assertThat(checkReal("0000000c 73746864 00000000")).isEqualTo(new PlainMediaHeader("sthd", 0));
  }

  @Test
  void whereTheSamplesAre() {
    assertThat(checkReal("0000001c 64726566 00000000 00000001 0000000c 75726c20 00000001"))
        .isEqualTo(DataReferences.SAME_FILE);
    var elsewhere = (DataEntryUrl) checkReal("0000000e 75726c20 00000000 6100");
    assertThat(elsewhere.flags()).isZero();
    assertThat(
            error(BoxTrees.bytes("0000001c 64726566 00000000 00000002 0000000c 75726c20 00000001")))
        .isEqualTo("dref says it holds 2 boxes, but holds 1");
  }

  @Test
  void tablesOfSamplesWithEntriesAndWithout() {
    assertThat(checkReal("00000010 73747473 00000000 00000000"))
        .isEqualTo(SampleTable.empty("stts"));
    assertThat(checkReal("00000010 73747363 00000000 00000000"))
        .isEqualTo(SampleTable.empty("stsc"));
    assertThat(checkReal("00000010 7374636f 00000000 00000000"))
        .isEqualTo(SampleTable.empty("stco"));
    assertThat(checkReal("00000014 7374737a 00000000 00000000 00000000"))
        .isEqualTo(SampleSizes.NONE);
    var times = (SampleTable) checkReal("00000018 73747473 00000000 00000001 00000019 00000200");
    assertThat(times.count()).isEqualTo(1);
    checkReal("0000001c 73747363 00000000 00000001 00000001 00000019 00000001");
    checkReal("00000018 7374636f 00000000 00000002 00000030 00000040");
    checkReal("0000001c 7374737a 00000000 00000000 00000002 00000005 00000006");
    assertThat(checkReal("00000014 7374737a 00000000 00000004 ffffffff"))
        .isEqualTo(new SampleSizes(4, 0xffff_ffffL, Bytes.EMPTY));
  }

  @Test
  void whatHoldsForFragments() {
    assertThat(checkReal("00000020 74726578 00000000 00000001 00000001 00000000 00000000 00000000"))
        .isEqualTo(TrackExtends.of(1));
    assertThat(checkReal("00000010 6d656864 00000000 00000190"))
        .isEqualTo(new MovieExtendsHeader(0, 400));
    assertThat(checkReal("00000014 6d656864 01000000 0000000000000190"))
        .isEqualTo(new MovieExtendsHeader(1, 400));
  }

  @Test
  void aMovieIsWhatItsBoxesAre() {
    var movie =
        ContainerBox.of(
            MovieBoxes.MOVIE,
            MovieHeader.of(1_000, 2),
            ContainerBox.of(
                MovieBoxes.TRACK,
                TrackHeader.ofPictures(1, 640, 360),
                ContainerBox.of(MovieBoxes.EDITS, new EditList(0, 0, List.of(Edit.from(3)))),
                ContainerBox.of(MovieBoxes.MEDIA, MediaHeader.of(90_000))),
            ContainerBox.of(MovieBoxes.MOVIE_EXTENDS, TrackExtends.of(1)));
    checkRoundTrip(movie);
    var track = movie.container(MovieBoxes.TRACK).orElseThrow();
    assertThat(track.child(TrackHeader.class)).isPresent();
    assertThat(track.container(MovieBoxes.MEDIA).orElseThrow().child(MediaHeader.class))
        .contains(MediaHeader.of(90_000));
  }

  @Test
  void aVersionThatIsNotKnownIsKept() {
    assertThat(checkReal("00000010 74726578 01000000 00000001")).isInstanceOf(OpaqueBox.class);
    assertThat(checkReal("00000010 6d766864 02000000 00000001")).isInstanceOf(OpaqueBox.class);
  }
}
