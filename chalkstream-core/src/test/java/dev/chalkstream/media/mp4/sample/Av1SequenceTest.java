package dev.chalkstream.media.mp4.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.media.mp4.Bytes;
import dev.chalkstream.media.mp4.cmaf.BoxTrees;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Av1SequenceTest {

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  private static Optional<Colour> colour(String hex) {
    return Av1Sequence.colour(Bytes.of(BoxTrees.bytes(hex)));
  }

  /** The text of a header as bits, with fields as section 5.5 of the specification has them. */
  private static String header(Random random, int profile, String colour) {
    var bits = new StringBuilder(bits(profile, 3)).append(random.nextInt(2));
    boolean reduced = random.nextInt(4) == 0;
    bits.append(reduced ? "1" + random(random, 5) : "0" + operatingPoints(random));
    int width = 1 + random.nextInt(16);
    int height = 1 + random.nextInt(16);
    bits.append(bits(width - 1, 4)).append(bits(height - 1, 4));
    bits.append(random(random, width)).append(random(random, height));
    if (!reduced) {
      bits.append(random.nextBoolean() ? "1" + random(random, 7) : "0");
    }
    bits.append(random(random, 3));
    if (!reduced) {
      bits.append(tools(random));
    }
    return bits.append(random(random, 3)).append(colour).append("1").toString();
  }

  private static String operatingPoints(Random random) {
    var bits = new StringBuilder();
    int delayBits = 0;
    if (random.nextBoolean()) {
      int zeros = random.nextInt(5);
      String equal = "1" + "0".repeat(zeros) + "1" + random(random, zeros);
      bits.append('1').append(random(random, 64)).append(random.nextBoolean() ? equal : "0");
      delayBits = random.nextBoolean() ? 1 + random.nextInt(32) : 0;
      String model = "1" + bits(Math.max(0, delayBits - 1), 5) + random(random, 42);
      bits.append(delayBits > 0 ? model : "0");
    } else {
      bits.append('0');
    }
    boolean delayed = random.nextBoolean();
    int points = 1 + random.nextInt(4);
    bits.append(delayed ? '1' : '0').append(bits(points - 1, 5));
    for (int i = 0; i < points; i++) {
      int level = random.nextInt(32);
      bits.append(random(random, 12)).append(bits(level, 5)).append(level > 7 ? "1" : "");
      if (delayBits > 0) {
        bits.append(random.nextBoolean() ? "1" + random(random, 2 * delayBits + 1) : "0");
      }
      if (delayed) {
        bits.append(random.nextBoolean() ? "1" + random(random, 4) : "0");
      }
    }
    return bits.toString();
  }

  private static String tools(Random random) {
    var bits = new StringBuilder(random(random, 4));
    boolean ordered = random.nextBoolean();
    bits.append(ordered ? "1" + random(random, 2) : "0");
    boolean chosen = random.nextBoolean();
    boolean forced = random.nextBoolean();
    bits.append(chosen ? "1" : forced ? "01" : "00");
    if (chosen || forced) {
      bits.append(random.nextBoolean() ? "1" : "0" + random.nextInt(2));
    }
    return bits.append(ordered ? random(random, 3) : "").toString();
  }

  private static String bits(long value, int count) {
    String digits = Long.toBinaryString(value);
    return "0".repeat(count - Math.min(count, digits.length())) + (count == 0 ? "" : digits);
  }

  private static String random(Random random, int count) {
    var bits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bits.append(random.nextInt(2));
    }
    return bits.toString();
  }

  private static byte[] toBytes(String bits) {
    byte[] bytes = new byte[(bits.length() + 7) / 8];
    for (int i = 0; i < bits.length(); i++) {
      bytes[i / 8] |= (byte) (bits.charAt(i) - '0' << 7 - i % 8);
    }
    return bytes;
  }

  private static Bytes units(byte[] header, boolean delimited) {
    byte[] before = delimited ? new byte[] {0x12, 0x00} : new byte[0];
    byte[] all = new byte[before.length + 2 + header.length];
    System.arraycopy(before, 0, all, 0, before.length);
    all[before.length] = 0x0a;
    all[before.length + 1] = (byte) header.length;
    System.arraycopy(header, 0, all, before.length + 2, header.length);
    return Bytes.of(all);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theColoursAreFoundBehindWhateverIsBeforeThem(long seed) {
    Random random = new Random(seed);
    int profile = random.nextInt(3);
    boolean high = random.nextBoolean();
    boolean monochrome = profile != 1 && random.nextBoolean();
    boolean full = random.nextBoolean();
    boolean said = random.nextBoolean();
    String colour =
        (high ? "1" : "0")
            + (high && profile == 2 ? random.nextInt(2) : "")
            + (profile == 1 ? "" : monochrome ? "1" : "0")
            + (said ? "1" + bits(9, 8) + bits(16, 8) + bits(9, 8) : "0")
            + (full ? "1" : "0");
    byte[] header = toBytes(header(random, profile, colour));
    int code = said ? 9 : 2;
    assertThat(Av1Sequence.colour(units(header, random.nextBoolean())))
        .contains(new Colour(code, said ? 16 : 2, code, full));
    byte[] cut = Arrays.copyOf(header, random.nextInt(4));
    assertThat(Av1Sequence.colour(units(cut, false))).isEmpty();
  }

  /** Such pictures have all numbers, without saying so. */
  @Test
  void picturesInRedGreenAndBlueHaveTheFullRange() {
    String colour = "0" + "1" + bits(1, 8) + bits(13, 8) + bits(0, 8);
    byte[] header = toBytes(header(new Random(1), 1, colour));
    assertThat(Av1Sequence.colour(units(header, false))).contains(new Colour(1, 13, 0, true));
  }

  @ParameterizedTest
  @CsvSource({
    "0a0a000000043d06d4daf92a, 2, true, gray of libaom",
    "0a0a200000043d06d4daf902, 2, false, 4:4:4 of libaom",
  })
  void realHeadersSayTheirColours(String hex, int code, boolean full, String what) {
    assertThat(colour(hex)).as(what).contains(new Colour(code, code, code, full));
  }

  @ParameterizedTest
  @CsvSource({"''", "12", "1200", "0aff", "0affffffffffffffff7f", "0a00", "1205"})
  void whereThereIsNoHeaderThereAreNoColours(String hex) {
    assertThat(colour(hex)).isEmpty();
  }
}
