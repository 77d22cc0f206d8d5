package dev.chalkstream.internal.dash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.internal.dash.TrackPart.Chunk;
import dev.chalkstream.internal.dash.TrackPart.Header;
import dev.chalkstream.media.cmaf.InitializationResult;
import dev.chalkstream.media.cmaf.InitializationSection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is done to a body, it is taken or refused, in memory that the limits allow. */
class HostileBodiesTest {

  private static final int ROUNDS = 1_500;
  private static final TrackLimits LIMITS = new TrackLimits(4_000, 16_000);
  private static final SegmentRules RULES =
      new SegmentRules(Duration.ofSeconds(2), Duration.ofSeconds(10), 20_000);

  private int taken;
  private int refused;

  private static byte[] mutate(byte[] body, Random random) {
    byte[] mutated = body.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(5)) {
        case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutated[at] = (byte) random.nextInt();
        case 2 -> mutated = Arrays.copyOf(mutated, 1 + at);
        case 3 -> mutated = without(mutated, at, random.nextInt(mutated.length - at));
        default -> {
          int length = Math.min(mutated.length - at, random.nextInt(64));
          System.arraycopy(
              mutated, random.nextInt(mutated.length - length + 1), mutated, at, length);
        }
      }
    }
    return mutated;
  }

  private static byte[] without(byte[] body, int from, int count) {
    byte[] rest =
        TestTrack.join(
            Arrays.copyOf(body, from), Arrays.copyOfRange(body, from + count, body.length));
    return rest.length == 0 ? body : rest;
  }

  private void push(byte[] body) throws RefusedTrackException {
    var splitter = new TrackSplitter(LIMITS);
    ByteBuffer bytes = ByteBuffer.wrap(body);
    SegmentGatherer gatherer = null;
    while (bytes.hasRemaining()) {
      Optional<TrackPart> part = splitter.push(bytes);
      assertThat(splitter.memory()).isLessThanOrEqualTo(2 * LIMITS.chunkBytes());
      if (part.orElse(null) instanceof Header header) {
        assertThat(header.bytes()).hasSizeLessThanOrEqualTo(LIMITS.headerBytes());
        gatherer = gatherer(header);
      } else if (part.orElse(null) instanceof Chunk chunk && gatherer != null) {
        assertThat(chunk.bytes()).hasSizeLessThanOrEqualTo(LIMITS.chunkBytes());
        gatherer.add(chunk);
        assertThat(gatherer.bytes()).isLessThanOrEqualTo(RULES.bytes());
        taken++;
      }
    }
    splitter.end();
  }

  private static @Nullable SegmentGatherer gatherer(Header header) {
    InitializationResult result = InitializationSection.parse(ByteBuffer.wrap(header.bytes()));
    return result instanceof InitializationResult.Recognized recognized
        ? new SegmentGatherer(recognized.section(), RULES)
        : null;
  }

  @ParameterizedTest
  @EnumSource
  void isTakenOrRefused(Recorded recorded) throws IOException {
    byte[] body = recorded.body();
    for (int seed = 0; seed < ROUNDS; seed++) {
      try {
        push(mutate(body, new Random(seed)));
      } catch (RefusedTrackException e) {
        assertThat(e.sentence()).isNotBlank();
        refused++;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(taken).isGreaterThan(ROUNDS / 10);
    assertThat(refused).isGreaterThan(ROUNDS / 10);
  }
}
