package dev.chalkstream.internal.dash;

import static dev.chalkstream.internal.dash.TestTrack.LIMITS;
import static dev.chalkstream.internal.dash.TestTrack.box;
import static dev.chalkstream.internal.dash.TestTrack.header;
import static dev.chalkstream.internal.dash.TestTrack.join;
import static dev.chalkstream.internal.dash.TestTrack.push;
import static dev.chalkstream.internal.dash.TestTrack.split;
import static dev.chalkstream.internal.dash.TestTrack.type;
import static dev.chalkstream.internal.dash.TestTrack.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.internal.dash.RefusedTrackException.Reason;
import dev.chalkstream.internal.dash.TrackPart.Chunk;
import dev.chalkstream.internal.dash.TrackPart.End;
import dev.chalkstream.internal.dash.TrackPart.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrackSplitterTest {

  private static final byte[] FRAGMENT = video(0, true, 3).bytes();

  private static void refuses(Reason reason, String sentence, ThrowingCallable call) {
    assertThatExceptionOfType(RefusedTrackException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.sentence()).contains(sentence));
  }

  private static void isMalformed(String sentence, byte[]... parts) {
    refuses(Reason.MALFORMED, sentence, () -> split(join(parts)));
  }

  private static byte[] chunk(TrackPart part) {
    return ((Chunk) part).bytes();
  }

  @Test
  void cutsAHeaderAndChunks() throws RefusedTrackException {
    List<TrackPart> parts = split(join(header(), FRAGMENT, FRAGMENT));

    assertThat(parts).hasSize(3);
    assertThat(((Header) parts.get(0)).bytes()).isEqualTo(header());
    assertThat(chunk(parts.get(1))).isEqualTo(FRAGMENT);
    assertThat(chunk(parts.get(2))).isEqualTo(FRAGMENT);
  }

  @Test
  void aBodyMayDoWithoutAHeader() throws RefusedTrackException {
    assertThat(split(FRAGMENT)).hasSize(1);
    assertThat(split(header())).hasSize(1);
  }

  @Test
  void keepsEventsAndTimesBeforeAChunkAndLeavesOutTypesAndIndexes() throws RefusedTrackException {
    byte[] times = box("prft", 16);
    byte[] event = box("emsg", 40);
    List<TrackPart> parts =
        split(join(type("styp", "msdh"), box("sidx", 20), times, event, box("free", 5), FRAGMENT));

    assertThat(parts).hasSize(1);
    assertThat(chunk(parts.get(0))).isEqualTo(join(times, event, FRAGMENT));
  }

  @Test
  void whatIsBetweenAFragmentAndItsMediaStays() throws RefusedTrackException {
    byte[] spread = join(box("moof", 20), box("free", 5), box("mdat", 9));

    assertThat(chunk(split(spread).get(0))).isEqualTo(spread);
  }

  @Test
  void aBoxMayHaveASizeOf64Bits() throws RefusedTrackException {
    byte[] large =
        ByteBuffer.allocate(20)
            .putInt(1)
            .put("mdat".getBytes(StandardCharsets.US_ASCII))
            .putLong(20)
            .array();
    byte[] body = join(box("moof", 20), large);

    assertThat(chunk(split(body).get(0))).isEqualTo(body);
  }

  @Test
  void brandsBelongToTheChunkAfterThem() throws RefusedTrackException {
    List<TrackPart> parts =
        split(
            join(
                type("styp", "msdh"),
                FRAGMENT,
                type("styp", "cmfl"),
                FRAGMENT,
                FRAGMENT,
                type("styp", "msdh", "lmsg"),
                FRAGMENT,
                type("styp", "slat"),
                FRAGMENT));
    List<Chunk> chunks = parts.stream().map(Chunk.class::cast).toList();

    assertThat(chunks)
        .extracting(Chunk::startsSegment)
        .containsExactly(true, false, false, true, true);
    assertThat(chunks).extracting(Chunk::isLast).containsExactly(false, false, false, true, false);
    assertThat(chunks)
        .extracting(Chunk::isFiller)
        .containsExactly(false, false, false, false, true);
  }

  @Test
  void anIndexOfFragmentsEndsATrack() throws RefusedTrackException {
    assertThat(split(join(FRAGMENT, box("mfra", 0)))).last().isEqualTo(new End());
    assertThat(split(box("mfra", 100))).containsExactly(new End());
  }

  @Test
  void aHeaderMayComeAgain() throws RefusedTrackException {
    assertThat(split(join(header(), FRAGMENT, header(), FRAGMENT))).hasSize(4);
  }

  @Test
  void aBodyWithoutBytesIsEmpty() throws RefusedTrackException {
    var splitter = new TrackSplitter(LIMITS);
    assertThat(splitter.push(ByteBuffer.allocate(0))).isEmpty();
    splitter.end();
    assertThat(splitter.isEmpty()).isTrue();

    push(splitter, new byte[1]);
    assertThat(splitter.isEmpty()).isFalse();
  }

  @Test
  void limitsCountForEachPartAndNotForTheBody() throws RefusedTrackException {
    var splitter = new TrackSplitter(new TrackLimits(100, FRAGMENT.length));
    push(splitter, header());
    for (int i = 0; i < 1_000; i++) {
      assertThat(push(splitter, FRAGMENT)).hasSize(1);
    }
  }

  @Test
  void aPartThatIsTooLargeIsRefusedBeforeItHasCome() {
    var tooSmall = new TrackLimits(header().length - 1, FRAGMENT.length - 1);
    byte[] beginning = new byte[] {0, 1, 0, 0, 'm', 'o', 'o', 'f'};
    refuses(
        Reason.TOO_LARGE,
        "a chunk larger than",
        () -> push(new TrackSplitter(tooSmall), beginning));
    refuses(
        Reason.TOO_LARGE, "a chunk larger than", () -> push(new TrackSplitter(tooSmall), FRAGMENT));
    refuses(
        Reason.TOO_LARGE,
        "a header larger than",
        () -> push(new TrackSplitter(tooSmall), header()));
  }

  @Test
  void whatIsLeftOutCountsToo() {
    byte[] free = box("free", 1_000);
    var splitter = new TrackSplitter(LIMITS);
    refuses(
        Reason.TOO_LARGE,
        "a chunk larger than",
        () -> {
          for (int i = 0; i < 200; i++) {
            push(splitter, free);
          }
        });
  }

  @Test
  void memoryGrowsWithWhatHasComeAndNotWithWhatWasAnnounced() throws RefusedTrackException {
    var splitter = new TrackSplitter(new TrackLimits(1_000, 1 << 30));
    push(splitter, join(box("moof", 20), new byte[] {0x30, 0, 0, 0, 'm', 'd', 'a', 't'}));
    assertThat(splitter.memory()).isLessThan(10_000);

    push(splitter, new byte[100_000]);
    assertThat(splitter.memory()).isBetween(100_000, 210_000);
  }

  @Test
  void somethingElseIsNamed() {
    byte[] transportStream = new byte[188];
    transportStream[0] = 0x47;
    refuses(Reason.OTHER_FORMAT, "an MPEG transport stream", () -> split(transportStream));
    byte[] webm = {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3, 1, 0, 0, 0};
    refuses(Reason.OTHER_FORMAT, "it is WebM", () -> split(webm));
    byte[] playlist = "#EXTM3U\n".getBytes(StandardCharsets.US_ASCII);
    refuses(Reason.OTHER_FORMAT, "it is not fragmented MP4", () -> split(playlist));
    refuses(Reason.OTHER_FORMAT, "it is not fragmented MP4", () -> split(box("mdat", 4)));
  }

  @Test
  void boxesInAnotherOrderAreRefused() {
    isMalformed("an mdat has no moof before it", FRAGMENT, box("mdat", 4));
    isMalformed("a moov has no ftyp before it", box("moov", 4));
    isMalformed("an ftyp has no moov after it", type("ftyp", "cmfc"), FRAGMENT);
    isMalformed("an ftyp has no moov after it", type("ftyp", "cmfc"));
    isMalformed("a moof has no mdat after it", box("moof", 4), box("moof", 4));
    isMalformed("a moof has no mdat after it", box("moof", 4), type("styp", "msdh"));
    isMalformed("a moof has no mdat after it", box("moof", 4), box("mfra", 4));
    isMalformed("a moof has no mdat after it", box("moof", 4));
  }

  @Test
  void boxesThatCannotBeAreRefused() {
    isMalformed("smaller than its header", FRAGMENT, new byte[] {0, 0, 0, 7, 'f', 'r', 'e', 'e'});
    isMalformed("has no size", FRAGMENT, new byte[] {0, 0, 0, 0, 'f', 'r', 'e', 'e'});
    isMalformed("does not consist of letters", FRAGMENT, new byte[] {0, 0, 0, 8, 1, 2, 3, 4});
    isMalformed("styp is cut short", box("styp", 3), FRAGMENT);
  }

  @Test
  void aBodyThatEndsWithinAPartIsRefused() {
    isMalformed(
        "in the middle of a box moof, 4 bytes short", new byte[] {0, 0, 0, 12, 'm', 'o', 'o', 'f'});
    isMalformed("in the middle of the header of a box", FRAGMENT, new byte[5]);
    isMalformed("that no moof follows", FRAGMENT, type("styp", "lmsg"));
    isMalformed("that no moof follows", FRAGMENT, box("prft", 16));
  }

  @Test
  void limitsArePositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TrackLimits(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TrackLimits(1, 0));
  }
}
