package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyBufferTest {

  private static final int LIMIT = 200_000;

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

    BodyBuffer body = new BodyBuffer(announced, LIMIT);
    readAll(body, new ByteArrayInputStream(bytes, 0, length));

    ByteBuffer collected = body.toByteBuffer();
    byte[] taken = new byte[collected.remaining()];
    collected.get(taken);
    assertThat(taken).isEqualTo(Arrays.copyOf(bytes, length));
  }

  @Test
  void anAnnouncedLengthOverTheLimitIsRefusedAtOnce() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> new BodyBuffer(LIMIT + 1, LIMIT))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
  }

  @Test
  void theFirstByteOverTheLimitIsRefused() throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[LIMIT * 2]);
    BodyBuffer body = new BodyBuffer(-1, LIMIT);

    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> readAll(body, in));
    assertThat(in.available()).isGreaterThanOrEqualTo(LIMIT - 1);
  }

  @Test
  void memoryIsTakenForWhatHasArrivedOnly() throws Exception {
    BodyBuffer body = new BodyBuffer(1 << 30, 1 << 30);
    readAll(body, new ByteArrayInputStream(new byte[10]));

    assertThat(body.toByteBuffer().capacity()).isLessThanOrEqualTo(32 << 10);
  }

  private static void readAll(BodyBuffer body, ByteArrayInputStream in)
      throws IOException, ProblemException {
    boolean more = true;
    while (more) {
      more = body.readFrom(in);
    }
  }
}
