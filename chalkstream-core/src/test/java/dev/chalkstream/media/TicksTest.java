package dev.chalkstream.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic that stops at the largest number, against numbers that have none. */
class TicksTest {

  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final long[] EDGES = {
    Long.MIN_VALUE, -Long.MAX_VALUE, -(1L << 32), -1, 0, 1, 1L << 31, Long.MAX_VALUE
  };

  private static long limited(BigInteger exact) {
    return exact.min(MOST).max(MOST.negate()).longValueExact();
  }

  private static void check(long one, long other) {
    BigInteger first = BigInteger.valueOf(one);
    BigInteger second = BigInteger.valueOf(other);
    assertThat(Ticks.plus(one, other)).isEqualTo(limited(first.add(second)));
    assertThat(Ticks.minus(one, other)).isEqualTo(limited(first.subtract(second)));
    assertThat(Ticks.times(one, other)).isEqualTo(limited(first.multiply(second)));
  }

  @Test
  void whatHasNoRoomInALongIsTheLargestOrTheSmallest() {
    for (long one : EDGES) {
      for (long other : EDGES) {
        check(one, other);
      }
    }
  }

  @Test
  void anyTwoNumbersAreCalculatedExactlyOrToTheLimit() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      check(
          random.nextLong() >> random.nextInt(Long.SIZE),
          random.nextLong() >> random.nextInt(Long.SIZE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9, 2, 5",
    "7, 3, 2",
    "8, 3, 3",
    "0, 5, 0",
    "9223372036854775807, 2, 4611686018427387904"
  })
  void aQuotientIsRoundedToTheNearest(long ticks, long divisor, long quotient) {
    assertThat(Ticks.divide(ticks, divisor)).isEqualTo(quotient);
  }
}
