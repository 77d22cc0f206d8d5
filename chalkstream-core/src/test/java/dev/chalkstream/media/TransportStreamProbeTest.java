package dev.chalkstream.media;

import static dev.chalkstream.media.StreamBuilder.AAC;
import static dev.chalkstream.media.StreamBuilder.AUDIO_PID;
import static dev.chalkstream.media.StreamBuilder.FRAME;
import static dev.chalkstream.media.StreamBuilder.H264;
import static dev.chalkstream.media.StreamBuilder.KEY_FRAME;
import static dev.chalkstream.media.StreamBuilder.PMT_PID;
import static dev.chalkstream.media.StreamBuilder.VIDEO_PID;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportStreamProbeTest {

  private static final int PACKET = TransportStreamProbe.PACKET_LENGTH;

  private static String defect(byte[] bytes) {
    ProbeResult result = TransportStreamProbe.probe(ByteBuffer.wrap(bytes));
    return result instanceof ProbeResult.Refused refused ? refused.defect() : "none";
  }

  private static byte[] good() {
    return StreamBuilder.audioAndVideo()
        .pes(VIDEO_PID, 9_000, KEY_FRAME)
        .pes(AUDIO_PID, 9_000, StreamBuilder.adts(4))
        .pes(VIDEO_PID, 12_600, FRAME)
        .toBytes();
  }

  @Test
  void aStreamIsFoundBetweenPositionAndLimitAndOffTheHeap() {
    byte[] bytes = good();
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 30);
    buffer.position(10).put(bytes).flip().position(10);
    ProbeResult expected = TransportStreamProbe.probe(ByteBuffer.wrap(bytes));
    assertThat(TransportStreamProbe.probe(buffer.asReadOnlyBuffer())).isEqualTo(expected);
    assertThat(buffer.position()).isEqualTo(10);
    assertThat(defect(bytes)).isEqualTo("none");
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertThat(defect(new byte[0])).contains("empty");
  }

  @Test
  void aMissingSyncByteIsNamedByItsPlace() {
    byte[] bytes = good();
    bytes[2 * PACKET] = 0x46;
    assertThat(defect(bytes)).contains("0x47").contains("376");
  }

  @Test
  void aCutPacketIsADefect() {
    byte[] bytes = good();
    assertThat(defect(Arrays.copyOf(bytes, bytes.length - 1))).contains("multiple");
    assertThat(defect(Arrays.copyOf(bytes, 1))).contains("multiple");
  }

  /** Each segment carries its own tables, and one program (section 3.1.1). */
  @Test
  void withoutItsTablesOrWithMoreThanOneProgramAStreamIsRefused() {
    byte[] bytes = good();
    assertThat(defect(Arrays.copyOfRange(bytes, PACKET, bytes.length)))
        .contains("program association table");
    assertThat(defect(new StreamBuilder().pat(PMT_PID).toBytes()))
        .contains("no program map table")
        .contains("4096");
    assertThat(defect(new StreamBuilder().pat(PMT_PID, 0x1001).toBytes())).contains("2 programs");
    assertThat(defect(new StreamBuilder().pat().toBytes())).contains("0 programs");
    assertThat(defect(new StreamBuilder().pat(PMT_PID).pmt().toBytes()))
        .contains("no elementary stream");
  }

  /** Muxers that send the tables by a clock of their own put them anywhere. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 12})
  void theTablesMayStandAnywhere(int place) {
    MediaInfo expected = info(good());
    byte[][] packets = packets(good());
    byte[][] media = Arrays.copyOfRange(packets, 2, packets.length);
    int at = Math.min(place, media.length);
    for (boolean mapFirst : new boolean[] {false, true}) {
      var stream = new StreamBuilder();
      for (int i = 0; i < at; i++) {
        stream.raw(media[i]);
      }
      stream.raw(packets[mapFirst ? 1 : 0]).raw(packets[mapFirst ? 0 : 1]);
      for (int i = at; i < media.length; i++) {
        stream.raw(media[i]);
      }
      assertThat(stream.info()).isEqualTo(expected);
    }
  }

  @Test
  void aBrokenPacketBehindTheTablesOrBeforeThemIsFound() {
    byte[] bytes = good();
    byte[] tables = Arrays.copyOf(bytes, 2 * PACKET);
    byte[] media = Arrays.copyOfRange(bytes, 2 * PACKET, bytes.length);
    byte[] broken = media.clone();
    broken[PACKET] = 0;
    assertThat(defect(new StreamBuilder().raw(broken).raw(tables).toBytes()))
        .contains("offset 188");
    assertThat(defect(new StreamBuilder().raw(tables).raw(broken).toBytes()))
        .contains("offset 564");
    byte[] cut = Arrays.copyOf(tables, 2 * PACKET - 1);
    assertThat(defect(new StreamBuilder().raw(media).raw(cut).toBytes())).contains("multiple");
  }

  private static MediaInfo info(byte[] bytes) {
    return new StreamBuilder().raw(bytes).info();
  }

  private static byte[][] packets(byte[] bytes) {
    byte[][] packets = new byte[bytes.length / PACKET][];
    for (int i = 0; i < packets.length; i++) {
      packets[i] = Arrays.copyOfRange(bytes, i * PACKET, (i + 1) * PACKET);
    }
    return packets;
  }

  @Test
  void theMapOfAnotherProgramAndATableThatIsNotYetValidAreLeftAlone() {
    byte[] other = new StreamBuilder().pmt(H264, VIDEO_PID).toBytes();
    other[9] = 7;
    byte[] next = new StreamBuilder().pmt(H264, VIDEO_PID).toBytes();
    next[10] = (byte) 0xc0;
    var stream = new StreamBuilder().pat(PMT_PID).raw(other).raw(next);
    assertThat(defect(stream.toBytes())).contains("no program map table");
    assertThat(stream.pmt(AAC, AUDIO_PID).info().tracks())
        .extracting(MediaTrack::kind)
        .containsExactly(MediaTrack.Kind.AUDIO);
  }

  @Test
  void aMapMaySpanPackets() {
    int[] streams = new int[120];
    for (int i = 0; i < streams.length; i += 2) {
      streams[i] = i == 0 ? H264 : 0x15;
      streams[i + 1] = VIDEO_PID + i / 2;
    }
    byte[] bytes = new StreamBuilder().pat(PMT_PID).pmt(streams).toBytes();
    assertThat(bytes).hasSize(3 * PACKET);
    var stream = new StreamBuilder().raw(bytes).pes(VIDEO_PID, 0, KEY_FRAME);
    assertThat(stream.info().tracks()).hasSize(60);
    assertThat(stream.info().width()).isEqualTo(320);

    byte[] gap = new byte[2 * PACKET];
    System.arraycopy(bytes, 0, gap, 0, gap.length);
    gap[PACKET + 3] |= 5;
    assertThat(defect(new StreamBuilder().raw(gap).raw(bytes).toBytes())).isEqualTo("none");
    assertThat(defect(gap)).contains("no program map table");
  }

  @Test
  void aMapOfVeryManyStreamsIsRefused() {
    for (int count : new int[] {64, 65, 300}) {
      int[] streams = new int[2 * count];
      for (int i = 0; i < count; i++) {
        streams[2 * i] = H264;
        streams[2 * i + 1] = VIDEO_PID + i;
      }
      assertThat(defect(new StreamBuilder().pat(PMT_PID).pmt(streams).toBytes()))
          .contains(count == 64 ? "none" : "more than 64 elementary streams");
    }
  }

  @Test
  void aSectionMayBeginInTheMiddleOfAPacket() {
    byte[] map = new StreamBuilder().pmt(H264, VIDEO_PID).toBytes();
    byte[] late = map.clone();
    Arrays.fill(late, 4, PACKET, (byte) 0xff);
    late[4] = 20;
    System.arraycopy(map, 5, late, 25, PACKET - 25);
    assertThat(new StreamBuilder().pat(PMT_PID).raw(late).info().tracks()).hasSize(1);
  }

  @Test
  void picturesAndSoundAreDescribed() {
    MediaInfo info =
        StreamBuilder.audioAndVideo()
            .pes(VIDEO_PID, 16_200, 9_000, KEY_FRAME, true)
            .pes(AUDIO_PID, 9_000, StreamBuilder.adts(3))
            .pes(VIDEO_PID, 23_400, 12_600, FRAME, false)
            .pes(VIDEO_PID, 19_800, 16_200, FRAME, false)
            .pes(AUDIO_PID, 14_760, StreamBuilder.adts(2))
            .info();
    assertThat(info.codecs()).containsExactly("avc1.42c00c", "mp4a.40.2");
    assertThat(info.startsWithKeyFrame()).isTrue();
    assertThat(info.width()).isEqualTo(320);
    assertThat(info.height()).isEqualTo(180);
    assertThat(info.duration()).hasValueSatisfying(d -> assertThat(d).hasMillis(120));
    assertThat(info.tracks().get(0).timing())
        .contains(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(16_200, 27_000),
                new TrackTiming.Span(9_000, 19_800),
                new TrackTiming.Frames(3_600, 3_600, 3_600),
                10_800));
    assertThat(info.tracks().get(1).timing())
        .contains(
            new TrackTiming(
                TrackClock.MPEG_TS,
                new TrackTiming.Span(9_000, 18_600),
                new TrackTiming.Span(9_000, 18_600),
                new TrackTiming.Frames(1_920, 1_920, 1_920),
                9_600));
    assertThat(info.tracks().get(1).sampleRate()).isEqualTo(48_000);
    assertThat(info.tracks().get(1).channels()).isEqualTo(2);
  }

  @Test
  void aSingleFrameLastsAsLongAsItsParametersSay() {
    MediaInfo info = StreamBuilder.videoOnly().pes(VIDEO_PID, 5, KEY_FRAME).info();
    assertThat(info.duration()).hasValueSatisfying(d -> assertThat(d).hasMillis(40));
  }

  @Test
  void aPacketThatIsSentTwiceCountsOnce() {
    byte[] bytes = StreamBuilder.audioOnly(AAC).pes(AUDIO_PID, 0, StreamBuilder.adts(1)).toBytes();
    byte[] last = Arrays.copyOfRange(bytes, bytes.length - PACKET, bytes.length);
    MediaInfo once = new StreamBuilder().raw(bytes).info();
    assertThat(new StreamBuilder().raw(bytes).raw(last).info()).isEqualTo(once);
  }

  @Test
  void aStreamWithoutTimestampsHasNoDuration() {
    MediaInfo info = StreamBuilder.audioAndVideo().info();
    assertThat(info.duration()).isEmpty();
    assertThat(info.codecs()).isEmpty();
    assertThat(info.startsWithKeyFrame()).isFalse();
    assertThat(info.tracks()).extracting(MediaTrack::pid).containsExactly(VIDEO_PID, AUDIO_PID);
  }

  @Test
  void scrambledAndDamagedPacketsAreNotRead() {
    for (int[] flaw : new int[][] {{1, 0x80}, {3, 0xc0}}) {
      byte[] bytes = StreamBuilder.videoOnly().pes(VIDEO_PID, 0, KEY_FRAME).toBytes();
      bytes[2 * PACKET + flaw[0]] |= (byte) flaw[1];
      MediaInfo info = new StreamBuilder().raw(bytes).info();
      assertThat(info.tracks().get(0).timing()).isEmpty();
      assertThat(info.codecs()).isEmpty();
    }
  }

  @Test
  void anAdaptationFieldThatOverflowsItsPacketLeavesNoPayload() {
    byte[] bytes = StreamBuilder.videoOnly().pes(VIDEO_PID, 0, KEY_FRAME).toBytes();
    bytes[2 * PACKET + 4] = (byte) 0xff;
    assertThat(new StreamBuilder().raw(bytes).info().tracks().get(0).timing()).isEmpty();
  }

  @Test
  void theRestOfAnEarlierFrameMeansThatASegmentDoesNotBeginWithAKeyFrame() {
    var stream = StreamBuilder.videoOnly().rest(VIDEO_PID, new byte[100]);
    assertThat(stream.pes(VIDEO_PID, 0, KEY_FRAME).info().startsWithKeyFrame()).isFalse();
  }

  @Test
  void onlyTheFirstFrameCounts() {
    MediaInfo info =
        StreamBuilder.videoOnly().pes(VIDEO_PID, 0, FRAME).pes(VIDEO_PID, 3_600, KEY_FRAME).info();
    assertThat(info.startsWithKeyFrame()).isFalse();
    assertThat(info.codecs()).containsExactly("avc1.42c00c");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x02, 0x10, 0x33, 0xdb})
  void videoOfOtherCodecsIsTakenAtItsWord(int type) {
    var stream = new StreamBuilder().pat(PMT_PID).pmt(type, VIDEO_PID);
    MediaInfo info = stream.pes(VIDEO_PID, 0, 0, new byte[300], true).info();
    assertThat(info.startsWithKeyFrame()).isTrue();
    assertThat(info.tracks().get(0).kind()).isEqualTo(MediaTrack.Kind.VIDEO);
    assertThat(info.tracks().get(0).codec()).isEqualTo(MediaTrack.UNKNOWN_CODEC);
  }
}
