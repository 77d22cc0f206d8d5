package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoBroadcasterTest {

  private final RecordingServer server = new RecordingServer();
  private Instant now = Instant.parse("2026-05-01T12:00:00Z");
  private final SessionId session = DemoBroadcaster.newSession();
  private final DemoBroadcaster broadcaster =
      new DemoBroadcaster(
          new IngestClient(server.address(), session, Optional.of("let-me-in")), () -> now);

  DemoBroadcasterTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPlayerFindsThreeSegmentsAtOnce() throws Exception {
    stepUntilIdle();

    assertThat(server.sequences()).containsExactly("0", "1", "2");
  }

  @Test
  void thenASegmentComesEveryTwoSeconds() throws Exception {
    Duration pause = stepUntilIdle();
    assertThat(pause).isEqualTo(Duration.ofSeconds(2));

    pass(pause);
    assertThat(stepUntilIdle()).isEqualTo(Duration.ofSeconds(2));
    pass(Duration.ofMillis(3_500));
    assertThat(stepUntilIdle()).isEqualTo(Duration.ofMillis(500));

    assertThat(server.sequences()).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void eachSegmentIsSentAsTheWireWantsIt() throws Exception {
    broadcaster.step();

    RecordingServer.Received request = server.received().get(0);
    SegmentDigest digest = SegmentDigest.compute(ByteBuffer.wrap(request.body()));
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.path()).isEqualTo("/ingest/" + session.value() + "/" + digest + ".ts");
    assertThat(request.duration()).isEqualTo("2.000");
    assertThat(request.authorization()).isEqualTo("Bearer let-me-in");
  }

  @Test
  void aSegmentThatFailsIsSentAgainUnderTheSameSequence() throws Exception {
    server.answerWith(503);
    assertThat(broadcaster.step()).isPositive();
    server.answerWith(202);
    broadcaster.step();
    broadcaster.step();

    assertThat(server.sequences()).containsExactly("0", "0", "1");
    assertThat(server.received().get(1).path()).isEqualTo(server.received().get(0).path());
  }

  @Test
  void afterALongSleepThePastIsNotCaughtUpOn() throws Exception {
    stepUntilIdle();
    pass(Duration.ofHours(8));

    stepUntilIdle();

    assertThat(server.sequences()).hasSizeLessThan(20);
  }

  @Test
  void closingEndsTheStream() {
    broadcaster.close();

    assertThat(server.received()).hasSize(1);
    assertThat(server.received().get(0).method()).isEqualTo("POST");
    assertThat(server.received().get(0).path())
        .isEqualTo("/ingest/" + session.value() + "/complete");
  }

  @Test
  void closingBearsAServerThatIsGone() {
    server.close();

    broadcaster.close();

    assertThat(server.received()).isEmpty();
  }

  @Test
  void everySessionIsNew() {
    assertThat(DemoBroadcaster.newSession()).isNotEqualTo(session);
  }

  private Duration stepUntilIdle() throws InterruptedException {
    Duration pause = broadcaster.step();
    while (pause.isZero()) {
      pause = broadcaster.step();
    }
    return pause;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
