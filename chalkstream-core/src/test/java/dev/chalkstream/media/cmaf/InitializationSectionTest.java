package dev.chalkstream.media.cmaf;

import static dev.chalkstream.media.cmaf.TestMovie.FILE_TYPE;
import static dev.chalkstream.media.cmaf.TestMovie.defect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.MediaTrack.Format;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.TrackClock;
import dev.chalkstream.media.cmaf.InitializationResult.Refused;
import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.ContainerBox;
import dev.chalkstream.media.mp4.MediaData;
import dev.chalkstream.media.mp4.OpaqueBox;
import dev.chalkstream.media.mp4.movie.EditList.Edit;
import dev.chalkstream.media.mp4.movie.Handler;
import dev.chalkstream.media.mp4.movie.MovieBoxes;
import dev.chalkstream.media.mp4.movie.SampleTable;
import dev.chalkstream.media.mp4.movie.TrackExtends;
import dev.chalkstream.media.mp4.sample.WebVttSampleEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializationSectionTest {

  private static final int RATE = 1 << 16;

  private static TestMovie both() {
    return new TestMovie().pictures().sound();
  }

  private static Box subtitles() {
    return new WebVttSampleEntry(1, List.of());
  }

  @Test
  void tellsTheTracks() {
    assertThat(both().section().tracks())
        .containsExactly(
            new InitializationTrack(
                TestMovie.PICTURES,
                Kind.VIDEO,
                "avc1.64001f",
                Format.ofPicture(640, 360),
                "und",
                TrackClock.ofCmaf(90_000),
                0,
                1,
                new SampleDefaults(0, 0, 0)),
            new InitializationTrack(
                TestMovie.SOUND,
                Kind.AUDIO,
                "mp4a.40.2",
                Format.ofSound(48_000, 2),
                "und",
                TrackClock.ofCmaf(48_000),
                0,
                1,
                new SampleDefaults(0, 0, 0)));
  }

  @Test
  void findsATrackByItsNumber() {
    assertThat(both().section().track(2)).map(InitializationTrack::kind).contains(Kind.AUDIO);
    assertThat(both().section().track(3)).isEmpty();
  }

  @Test
  void defaultsAreThoseOfItsExtension() {
    TestMovie movie = both().defaults(new TrackExtends(2, 1, 1_024, 100, 7));
    assertThat(movie.section().tracks().get(1).defaults())
        .isEqualTo(new SampleDefaults(1_024, 100, 7));
  }

  @Test
  void aTrackOfAnotherKindOrCodecIsToldAsFarAsItIsKnown() {
    var unknown = new OpaqueBox("tx3g", Bytes.zeros(20));
    TestMovie movie =
        new TestMovie()
            .track(7, Handler.TEXT, 1_000, List.of(subtitles()))
            .track(8, Handler.SUBTITLE, 1_000, List.of(unknown));
    assertThat(movie.section().tracks())
        .extracting(InitializationTrack::kind, InitializationTrack::codec)
        .containsExactly(tuple(Kind.OTHER, "wvtt"), tuple(Kind.OTHER, MediaTrack.UNKNOWN_CODEC));
  }

  @Test
  void anEditListMovesTheTimes() {
    assertThat(shift(Edit.from(2_048))).isEqualTo(-2_048);
    assertThat(shift(new Edit(500, -1, RATE), Edit.from(0))).isEqualTo(45_000);
    assertThat(shift(new Edit(500, -1, RATE), new Edit(1, -1, RATE), Edit.from(90)))
        .isEqualTo(45_000);
  }

  private static long shift(Edit... edits) {
    return new TestMovie().pictures(edits).section().tracks().get(0).shift();
  }

  @Test
  void anEditListThatDoesMoreIsRefused() {
    String expected = "track 1 has an edit list that does more than to begin it at another time";
    List<Edit[]> lists =
        List.of(
            new Edit[] {Edit.from(0), Edit.from(5)},
            new Edit[] {new Edit(0, 0, RATE / 2)},
            new Edit[] {new Edit(5, -1, RATE)},
            new Edit[] {new Edit(0, -7, RATE)},
            new Edit[] {Edit.from(Long.MAX_VALUE)},
            new Edit[] {new Edit(Long.MAX_VALUE, -1, RATE), Edit.from(0)});
    assertThat(lists)
        .allSatisfy(
            edits -> assertThat(new TestMovie().pictures(edits).defect()).isEqualTo(expected));
  }

  @Test
  void sectionsAreCompatibleIfTheyHaveTheSameTracksCodecsAndSizes() {
    InitializationSection section = both().section();
    assertThat(section.signature())
        .isEqualTo("1 VIDEO avc1.64001f 640x360; 2 AUDIO mp4a.40.2 48000/2");
    assertThat(section.isCompatibleWith(new TestMovie().sound().pictures().section())).isTrue();
    assertThat(section.isCompatibleWith(new TestMovie().pictures(Edit.from(9)).sound().section()))
        .isTrue();
    assertThat(section.isCompatibleWith(new TestMovie().pictures().section())).isFalse();
    assertThat(section.isCompatibleWith(sized(1, 1280).sound().section())).isFalse();
    assertThat(section.isCompatibleWith(sized(3, 640).sound().section())).isFalse();
  }

  private static TestMovie sized(int id, int width) {
    return new TestMovie()
        .track(id, Handler.VIDEO, 90_000, List.of(TestMovie.pictureEntry(width, 360)));
  }

  @Test
  void whatIsNoInitializationSectionIsRefused() {
    assertThat(defect(FILE_TYPE)).isEqualTo("it has no moov, so it is no initialization section");
    assertThat(defect(both().movie())).isEqualTo("it has no ftyp, which stands before the moov");
    assertThat(defect(FILE_TYPE, both().movie(), both().movie()))
        .isEqualTo("it has more than one moov");
    assertThat(defect(FILE_TYPE, both().movie(), new MediaData(false, Bytes.zeros(1))))
        .startsWith("it holds media");
    assertThat(defect(FILE_TYPE, both().movie(), ContainerBox.of("moof")))
        .startsWith("it holds media");
    assertThat(defect(FILE_TYPE, ContainerBox.of(MovieBoxes.MOVIE)))
        .isEqualTo("its moov has no mvex, so it does not announce fragments");
    assertThat(new TestMovie().defect()).isEqualTo("its moov has no track");
  }

  @ParameterizedTest
  @CsvSource({
    "'', the body is empty",
    "hello, it is not MP4: it does not begin with a size and a type of a box",
    "WEBVTT and more, it is not MP4: it does not begin with a size and a type of a box"
  })
  void otherFilesAreRefused(String text, String defect) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(InitializationSection.parse(ByteBuffer.wrap(bytes))).isEqualTo(new Refused(defect));
  }

  @Test
  void aTransportStreamIsNamed() {
    byte[] packet = new byte[188];
    packet[0] = 0x47;
    assertThat(((Refused) InitializationSection.parse(ByteBuffer.wrap(packet))).defect())
        .startsWith("it is an MPEG transport stream");
  }

  @Test
  void aMovieWithSamplesIsRefused() {
    var table = new SampleTable(SampleTable.TIMES, Bytes.zeros(8));
    TestMovie movie =
        new TestMovie()
            .track(1, Handler.VIDEO, 90_000, List.of(TestMovie.pictureEntry(64, 36)), table);
    assertThat(movie.defect()).startsWith("track 1 has samples in the moov");
  }

  @Test
  void severalTracksOfAKindAreRefused() {
    TestMovie movie = both().track(3, Handler.AUDIO, 48_000, List.of(TestMovie.soundEntry()));
    assertThat(movie.defect())
        .isEqualTo(
            "it has more than one track of the kind 'soun'; a rendition has at most one of each");
    TestMovie subtitled =
        both()
            .track(3, Handler.TEXT, 1_000, List.of(subtitles()))
            .track(4, Handler.TEXT, 1_000, List.of(subtitles()));
    assertThat(subtitled.defect()).contains("'text'");
  }

  @Test
  void aNumberIsThatOfOneTrack() {
    assertThat(new TestMovie().pictures().track(1, "meta", 1, List.of(subtitles())).defect())
        .isEqualTo("two tracks have the number 1");
    assertThat(new TestMovie().track(0, "meta", 1, List.of(subtitles())).defect())
        .isEqualTo("a track has the number 0, which is not from 1 to 2147483647");
  }

  @Test
  void tooManyTracksAreRefused() {
    var movie = new TestMovie();
    for (int i = 1; i <= 17; i++) {
      movie.track(i, "tr" + (10 + i), 1_000, List.of(subtitles()));
    }
    assertThat(movie.defect()).isEqualTo("its moov has more than 16 tracks");
  }

  @Test
  void aTrackThatLacksWhatItNeedsIsRefused() {
    assertThat(new TestMovie().pictures().defaults(TrackExtends.of(5)).defect())
        .isEqualTo("its mvex has no trex for track 1");
    assertThat(new TestMovie().pictures().defaults(new TrackExtends(1, 2, 0, 0, 0)).defect())
        .isEqualTo("track 1 has no sample description 2, which its trex names");
    assertThat(new TestMovie().track(1, Handler.VIDEO, 0, List.of(subtitles())).defect())
        .isEqualTo("track 1 has a timescale of 0");
    assertThat(new TestMovie().track(1, Handler.VIDEO, 1, List.of(TestMovie.soundEntry())).defect())
        .isEqualTo("track 1 has the handler 'vide' but samples of mp4a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tkhd", "mdia", "hdlr", "minf", "stbl", "stsd", "mdhd"})
  void aTrackThatLacksABoxIsRefused(String type) {
    byte[] bytes = TestMovie.bytes(FILE_TYPE, new TestMovie().pictures().movie());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] other = text.replaceFirst(type, "skip").getBytes(StandardCharsets.ISO_8859_1);
    InitializationResult result = InitializationSection.parse(ByteBuffer.wrap(other));
    assertThat(((Refused) result).defect()).matches("(a track|track 1) has no " + type);
  }

  @Test
  void sizesThatLieAreRefused() {
    byte[] bytes = TestMovie.bytes(FILE_TYPE, both().movie());
    ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(((Refused) InitializationSection.parse(cut)).defect())
        .contains("moov that says it has");
  }
}
