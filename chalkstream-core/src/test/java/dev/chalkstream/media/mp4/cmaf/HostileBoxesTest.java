package dev.chalkstream.media.mp4.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.ParentBox;
import dev.chalkstream.media.mp4.fragment.TrackRun;
import dev.chalkstream.media.mp4.sample.AudioSampleEntry;
import dev.chalkstream.media.mp4.sample.CodecString;
import dev.chalkstream.media.mp4.sample.SoundFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is sent, reading ends with boxes or with an error, and costs no more than its length.
 */
class HostileBoxesTest {

  private static final byte[] INIT = MediabunnyTest.file(MediabunnyTest.INIT);
  private static final byte[] SEGMENT = MediabunnyTest.file(MediabunnyTest.SEGMENT);
  private static final List<byte[]> FILES =
      List.of(
          INIT,
          SEGMENT,
          joined(INIT, SEGMENT),
          MediabunnyTest.file("mediabunny-av1.init.mp4"),
          MediabunnyTest.file("mediabunny-vp9.init.mp4"),
          MediabunnyTest.file("mediabunny-opus.init.mp4"));

  /** The beginning of a configuration of HEVC with 65,535 units of no bytes. */
  private static final byte[] UNITS_WITHOUT_BYTES =
      BoxTrees.bytes(
          "00020020 68766343 01 016000000090000000000000 f000fcfdf8f80000 0f 01 a0 ffff");

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  /** Reads all that can be asked for; what was read without an error can be written again. */
  private static void check(byte[] bytes) {
    BoxReader reader = CmafBoxes.reader(ByteBuffer.wrap(bytes));
    List<Box> boxes = reader.boxes();
    if (reader.error().isPresent()) {
      assertThat(reader.error().get()).isNotBlank().hasSizeLessThan(500).isPrintable();
      return;
    }
    BoxTrees.all(boxes).forEach(HostileBoxesTest::ask);
    var written = new ByteArrayOutputStream();
    boxes.forEach(box -> written.writeBytes(box.toBytes()));
    BoxReader again = CmafBoxes.reader(ByteBuffer.wrap(written.toByteArray()));
    assertThat(again.boxes()).isEqualTo(boxes);
    assertThat(again.error()).isEmpty();
  }

  private static void ask(Box box) {
    CodecString.of(box).ifPresent(codec -> assertThat(codec).isNotBlank());
    if (box instanceof AudioSampleEntry sound) {
      assertThat(SoundFormat.of(sound).channels()).isNotNegative();
      assertThat(SoundFormat.of(sound).sampleRate()).isNotNegative();
    }
    if (box instanceof TrackRun run) {
      long sum = 0;
      for (int i = 0; i < run.count(); i++) {
        sum += run.duration(i, 0) + run.size(i, 0) + run.sampleFlags(i, 0);
        sum += run.compositionOffset(i);
      }
      assertThat(sum).isGreaterThan(Long.MIN_VALUE);
    }
    if (box instanceof ParentBox parent) {
      assertThat(parent.children().size()).isLessThanOrEqualTo(65_536);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aDamagedFileIsReadOrRefused(long seed) {
    Random random = new Random(seed);
    for (byte[] file : FILES) {
      for (int i = 0; i < 30; i++) {
        check(Damage.damage(file, random));
      }
    }
  }

  @Test
  void aFileThatIsCutAnywhereIsReadOrRefused() {
    byte[] file = joined(INIT, SEGMENT);
    for (int length = 0; length < file.length; length++) {
      check(Arrays.copyOf(file, length));
    }
  }

  @Test
  void aFileWithAnyByteAtItsExtremesIsReadOrRefused() {
    for (byte[] file : FILES) {
      for (int at = 0; at < Math.min(file.length, 1_200); at++) {
        byte[] bytes = file.clone();
        bytes[at] = (byte) (at % 2 == 0 ? 0xff : 0x80);
        check(bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noiseIsReadOrRefused(long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(500)];
    random.nextBytes(bytes);
    check(bytes);
  }

  /** A box that is a movie, and holds another. */
  private static byte[] nested(int depth) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * depth);
    for (int left = depth; left > 0; left--) {
      bytes.putInt(8 * left).putInt(0x6d6f6f76);
    }
    return bytes.array();
  }

  /** Runs of a million samples each, of which no byte is there. */
  private static byte[] runs(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 * count);
    for (int i = 0; i < count; i++) {
      bytes.putInt(16).putInt(0x7472756e).putInt(0).putInt(1_000_000);
    }
    return bytes.array();
  }

  private static byte[] repeated(String hex, int times) {
    return BoxTrees.bytes(hex.repeat(times));
  }

  @Test
  void boxesThatAreMadeToCostMuchCostNoMoreThanTheirLength() {
    List<byte[]> inputs =
        List.of(
            nested(10_000),
            runs(10_000),
            repeated("0000000866726565", 100_000),
            repeated("000000086d6f6f66", 60_000),
            repeated("00000010656c737400000000ffffffff", 10_000),
            repeated("0000001073747473000000007fffffff", 10_000),
            joined(BoxTrees.bytes("00030d48 656c7374 00000000 0000411a"), filled(1, 199_992)),
            joined(BoxTrees.bytes("000c3508 66747970"), filled(65, 800_000)),
            joined(BoxTrees.bytes("00064008 656d7367 01000000"), new byte[409_596]),
            joined(BoxTrees.bytes("00010007 68766343 01"), filled(0xff, 65_534)),
            joined(UNITS_WITHOUT_BYTES, new byte[131_070]),
            joined(BoxTrees.bytes("00010007 61766343 01"), filled(0xff, 65_534)));
    for (byte[] input : inputs) {
      long before = Allocation.bytes();
      BoxReader reader = CmafBoxes.reader(ByteBuffer.wrap(input));
      List<Box> boxes = reader.boxes();
      long taken = Allocation.bytes() - before;
      assertThat(taken).isLessThan(100_000 + 64L * input.length);
      assertThat(reader.error().isPresent() || !boxes.isEmpty()).isTrue();
    }
  }

  private static byte[] filled(int value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void mediaAreNotPaidFor() {
    ByteBuffer input = ByteBuffer.allocate(50_000_000);
    input.putInt(50_000_000).putInt(0x6d646174).rewind();
    long before = Allocation.bytes();
    assertThat(CmafBoxes.reader(input).boxes()).hasSize(1);
    assertThat(Allocation.bytes() - before).isLessThan(100_000);
  }
}
