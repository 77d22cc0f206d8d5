package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyBufferTest {

  private static final int LIMIT = 200_000;

  private final UploadBudget budget = new UploadBudget(LIMIT);
  private final UploadSlot slot = new UploadSlot(budget, taken -> {});

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, -1",
    "1, 1",
    "1, -1",
    "32767, 32767",
    "32768, 32768",
    "32769, -1",
    "100000, 100000",
    "100000, -1",
    "100000, 5",
    "200000, 200000",
    "200000, -1"
  })
  void aBodyIsCollectedWhateverWasAnnounced(int length, long announced) throws Exception {
    byte[] bytes = TestSegment.ofPackets(1_100, 1).bytes();

    BodyBuffer body = new BodyBuffer(announced, LIMIT, slot);
    readAll(body, new ByteArrayInputStream(bytes, 0, length));

    ByteBuffer collected = body.toByteBuffer();
    byte[] taken = new byte[collected.remaining()];
    collected.get(taken);
    assertThat(taken).isEqualTo(Arrays.copyOf(bytes, length));
  }

  @Test
  void anAnnouncedLengthOverTheLimitIsRefusedAtOnce() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> new BodyBuffer(LIMIT + 1, LIMIT, slot))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
  }

  @Test
  void theFirstByteOverTheLimitIsRefused() throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[LIMIT * 2]);
    BodyBuffer body = new BodyBuffer(-1, LIMIT, slot);

    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> readAll(body, in));
    assertThat(in.available()).isGreaterThanOrEqualTo(LIMIT - 1);
  }

  @Test
  void memoryIsTakenForWhatHasArrivedOnly() throws Exception {
    BodyBuffer body = new BodyBuffer(1 << 30, 1 << 30, slot);
    readAll(body, new ByteArrayInputStream(new byte[10]));

    assertThat(body.toByteBuffer().capacity()).isLessThanOrEqualTo(32 << 10);
  }

  @Test
  void memoryIsCountedUntilTheBodyIsDiscarded() throws Exception {
    BodyBuffer body = new BodyBuffer(-1, LIMIT, slot);
    readAll(body, new ByteArrayInputStream(new byte[LIMIT]));

    assertThat(budget.held()).isEqualTo(LIMIT);
    body.discard();
    body.discard();
    assertThat(budget.held()).isZero();
    assertThat(body.toByteBuffer().capacity()).isZero();
    assertThatIOException().isThrownBy(() -> body.readFrom(new ByteArrayInputStream(new byte[1])));
  }

  @Test
  void whereThereIsNoRoomLeftTheClientIsToldToComeAgain() throws Exception {
    assertThat(budget.take(LIMIT - 10_000)).isTrue();
    BodyBuffer body = new BodyBuffer(LIMIT, LIMIT, slot);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> readAll(body, new ByteArrayInputStream(new byte[LIMIT])))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503))
        .satisfies(e -> assertThat(e.problem().headers()).containsKey("Retry-After"));
    assertThat(budget.held()).isBetween(LIMIT - 10_000L, (long) LIMIT);
  }

  private static void readAll(BodyBuffer body, ByteArrayInputStream in)
      throws IOException, ProblemException {
    boolean more = true;
    while (more) {
      more = body.readFrom(in);
    }
  }
}
