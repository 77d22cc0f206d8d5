package dev.chalkstream.hls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Playlists that come in pieces, which end anywhere. */
class PlaylistInPiecesTest {

  private static final byte[] PLAYLIST =
      ("\ufeff#EXTM3U\r\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\r"
              + "#EXTINF:2.000,Ein schöner Tag 晴れ 🎥\r\nüber/ö🎥.ts\r\n"
              + "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T13:00:00.250+0100\n#EXT-X-晴れ\n"
              + "#EXTINF:1.5\nlast.ts\n#EXT-X-ENDLIST")
          .getBytes(UTF_8);

  private final List<MediaSegment> segments = new ArrayList<>();

  private PlaylistReader readInPieces(byte[] bytes, int... ends) {
    PlaylistReader reader = PlaylistReader.begin(segments::add);
    int from = 0;
    for (int end : ends) {
      reader.feed(ByteBuffer.wrap(bytes, from, end - from));
      from = end;
    }
    reader.feed(ByteBuffer.wrap(bytes, from, bytes.length - from));
    return reader.end();
  }

  private static List<MediaSegment> readWhole(byte[] bytes) throws IOException {
    List<MediaSegment> whole = new ArrayList<>();
    PlaylistReader.read(new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8), whole::add);
    return whole;
  }

  @Test
  void whereverTwoPiecesMeetThePlaylistIsTheSame() throws IOException {
    List<MediaSegment> whole = readWhole(PLAYLIST);
    assertThat(whole).extracting(MediaSegment::uri).containsExactly("über/ö🎥.ts", "last.ts");
    for (int cut = 0; cut <= PLAYLIST.length; cut++) {
      segments.clear();
      PlaylistReader reader = readInPieces(PLAYLIST, cut);
      assertThat(segments).as("cut at %s", cut).isEqualTo(whole);
      assertThat(reader.mediaSequence()).isEqualTo(7);
      assertThat(reader.ended()).isTrue();
    }
  }

  @Test
  void byteByByteThePlaylistIsTheSame() throws IOException {
    int[] ends = new int[PLAYLIST.length];
    Arrays.setAll(ends, i -> i);
    readInPieces(PLAYLIST, ends);

    assertThat(segments).isEqualTo(readWhole(PLAYLIST));
  }

  @Test
  void whatIsNoUtf8IsReplacedAsInOnePiece() throws IOException {
    Random random = new Random(1);
    byte[] head = "#EXTM3U\n#EXTINF:1\n".getBytes(UTF_8);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = Arrays.copyOf(head, head.length + 12);
      for (int i = head.length; i < bytes.length; i++) {
        // Mostly beginnings and middles of characters.
        bytes[i] = (byte) (0x80 + random.nextInt(0x80));
      }
      segments.clear();
      int cut = head.length + random.nextInt(12);
      readInPieces(bytes, cut, cut + random.nextInt(bytes.length - cut));
      assertThat(segments).isEqualTo(readWhole(bytes));
    }
  }

  @Test
  void aBufferIsReadToItsLimitAndNoFurther() {
    ByteBuffer piece = ByteBuffer.allocateDirect(100);
    piece.put("xx#EXTM3U\n#EXTINF:1\na.tsxx".getBytes(UTF_8)).flip().position(2);
    piece.limit(piece.limit() - 2);
    PlaylistReader reader = PlaylistReader.begin(segments::add);
    reader.feed(piece);
    reader.end();

    assertThat(piece.hasRemaining()).isFalse();
    assertThat(segments).extracting(MediaSegment::uri).containsExactly("a.ts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#EXTM3", "#EXT"})
  void whatEndsBeforeItHasBegunIsNoPlaylist(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> readInPieces(text.getBytes(UTF_8)))
        .withMessage("a playlist begins with #EXTM3U");
  }

  @Test
  void whatBeginsOtherwiseIsRefusedBeforeItsFirstLineIsThere() {
    PlaylistReader reader = PlaylistReader.begin(segments::add);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.feed(ByteBuffer.wrap("<!doctype".getBytes(UTF_8))))
        .withMessage("a playlist begins with #EXTM3U");
  }

  @Test
  void aLineWithoutAnEndIsRefusedWhenItIsTooLong() {
    PlaylistReader reader = PlaylistReader.begin(segments::add);
    reader.feed(ByteBuffer.wrap("#EXTM3U\n".getBytes(UTF_8)));
    ByteBuffer piece = ByteBuffer.wrap("é".repeat(1_024).getBytes(UTF_8));
    for (int i = 0; i < (PlaylistReader.MAX_LINE_LENGTH + Lines.LONGEST) / 1_024; i++) {
      reader.feed(piece.duplicate());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.feed(piece.duplicate()))
        .withMessageContaining("1048576 characters");
  }
}
