package dev.chalkstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.webhooks.Receiver.Delivery;
import dev.chalkstream.webhooks.Receiver.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What webhooks take of memory, threads and time when receivers do not do their part. */
@Timeout(120)
class WebhookLimitsTest {

  private static final StreamId ONE = SessionId.of("one").streamId();
  private static final Duration LONG = Duration.ofSeconds(60);

  private final ManualTimetable time = new ManualTimetable();
  private Receiver receiver;
  private Webhooks webhooks;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    webhooks = to(receiver.address()).build();
  }

  private Webhooks.Builder to(URI address) {
    return Webhooks.builder("a secret of the tests").address(address).clock(time).pace(time, LONG);
  }

  @AfterEach
  void stop() {
    webhooks.close();
    receiver.close();
  }

  private void settle() throws InterruptedException {
    webhooks.awaitQuiet(LONG);
  }

  private static List<String> types(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::type).toList();
  }

  @Test
  void tooManyThatWaitDriveOutTheOldest() throws Exception {
    webhooks.close();
    webhooks = to(receiver.address()).maxWaiting(10).build();
    receiver.down();
    for (int i = 0; i < 50; i++) {
      webhooks.started(SessionId.of("session-" + i).streamId());
    }
    settle();
    assertThat(webhooks.waiting()).isEqualTo(10);
    assertThat(webhooks.dropped()).isEqualTo(40);
    receiver.up();
    time.advance(Duration.ofMinutes(1), webhooks);

    assertThat(webhooks.delivered()).isEqualTo(10);
    assertThat(receiver.taken())
        .extracting(Delivery::stream)
        .contains(SessionId.of("session-49").streamId().value());
  }

  @Test
  void anAddressThatNeverAnswersHarmsNobody() throws Exception {
    long before = threads();
    try (ServerSocket mute = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
      URI nobody = URI.create("http://127.0.0.1:" + mute.getLocalPort() + "/");
      Webhooks both = to(nobody).address(receiver.address()).maxWaiting(100).build();
      for (int i = 0; i < 500; i++) {
        both.started(SessionId.of("session-" + i).streamId());
        if (i % 50 == 49) {
          receiver.awaitTaken(i + 1);
        }
      }

      assertThat(both.waiting()).as("eight are being sent to each").isBetween(100L, 116L);
      assertThat(threads() - before).isLessThanOrEqualTo(2 * 2);
      both.close();
      assertThat(both.delivered()).isEqualTo(500);
      assertThat(both.dropped()).isEqualTo(500);
    }
  }

  @Test
  void whatIsNotAnsweredInTimeIsSentAgain() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
      URI nobody = URI.create("http://127.0.0.1:" + mute.getLocalPort() + "/");
      try (Webhooks impatient = to(nobody).pace(time, Duration.ofMillis(50)).build()) {
        impatient.started(ONE);
        impatient.awaitQuiet(LONG);
        assertThat(time.nextDue())
            .isBetween(ManualTimetable.START.plusMillis(500), ManualTimetable.START.plusSeconds(1));
        time.advance(Duration.ofSeconds(1), impatient);

        assertThat(time.nextDue())
            .as("the second attempt has failed too")
            .isBetween(
                ManualTimetable.START.plusMillis(1_500), ManualTimetable.START.plusSeconds(3));
        assertThat(impatient.waiting()).isEqualTo(1);
      }
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("chalkstream-webhooks"))
        .count();
  }

  @Test
  void anAddressIsSentFewEventsAtOnce() throws Exception {
    var present = new AtomicInteger();
    var most = new AtomicInteger();
    var gathered = new CountDownLatch(8);
    receiver.answer(
        event -> {
          most.accumulateAndGet(present.incrementAndGet(), Math::max);
          gathered.countDown();
          await(gathered);
          present.decrementAndGet();
          return Reply.of(204);
        });
    for (int i = 0; i < 100; i++) {
      webhooks.started(SessionId.of("session-" + i).streamId());
    }
    settle();

    assertThat(webhooks.delivered()).isEqualTo(100);
    assertThat(most).hasValue(8);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closingWaitsForWhatIsBeingSentAndNoMoreIsSentAfterwards() throws Exception {
    webhooks.started(ONE);
    webhooks.close();
    webhooks.completed(ONE);
    webhooks.close();

    assertThat(types(receiver.taken())).containsExactly("stream.started");
    assertThat(webhooks.waiting()).isZero();
  }

  @Test
  void closingWaitsForNobodyWhoIsDown() throws Exception {
    receiver.down();
    webhooks.started(ONE);
    settle();
    webhooks.close();

    assertThat(webhooks.dropped()).isEqualTo(1);
  }
}
