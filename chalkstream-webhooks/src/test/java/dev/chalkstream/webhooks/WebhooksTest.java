package dev.chalkstream.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.webhooks.Receiver.Delivery;
import dev.chalkstream.webhooks.Receiver.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time limit guards against hanging for ever, and says nothing of how fast things are. */
@Timeout(120)
class WebhooksTest {

  private static final String SECRET = "a secret of the tests";
  private static final StreamId ONE = SessionId.of("one").streamId();
  private static final StreamId OTHER = SessionId.of("other").streamId();
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
    return Webhooks.builder(SECRET).address(address).clock(time).pace(time, LONG);
  }

  @AfterEach
  void stop() {
    webhooks.close();
    receiver.close();
  }

  private void settle() throws InterruptedException {
    webhooks.awaitQuiet(LONG);
  }

  private static List<String> typesOf(StreamId stream, List<Delivery> deliveries) {
    return deliveries.stream()
        .filter(delivery -> delivery.stream().equals(stream.value()))
        .map(Delivery::type)
        .toList();
  }

  @Test
  void everyEventOfAStreamsLifeIsTold() throws Exception {
    webhooks.started(ONE);
    webhooks.stalled(ONE);
    webhooks.completed(ONE);
    webhooks.resumed(ONE);
    webhooks.expired(ONE);
    settle();

    assertThat(typesOf(ONE, receiver.taken()))
        .containsExactly(
            "stream.started",
            "stream.stalled",
            "stream.completed",
            "stream.resumed",
            "stream.expired");
    assertThat(webhooks.delivered()).isEqualTo(5);
    assertThat(webhooks.waiting()).isZero();
    assertThat(webhooks.dropped()).isZero();
  }

  @Test
  void aPostSaysWhatItIsAndIsSigned() throws Exception {
    webhooks.started(ONE);
    settle();

    Delivery delivery = receiver.taken().get(0);
    Map<String, String> headers = delivery.headers();
    String id = delivery.fields().get("id");
    assertThat(new String(delivery.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"id\":\"%s\",\"type\":\"stream.started\",\"stream\":\"%s\",\"time\":\"%s\"}",
            id, ONE, ManualTimetable.START);
    assertThat(headers)
        .containsEntry(":method", "POST")
        .containsEntry("Content-type", "application/json")
        .containsEntry("Chalkstream-event", "stream.started")
        .containsEntry("Chalkstream-event-id", id)
        .containsEntry(
            "Chalkstream-timestamp", Long.toString(ManualTimetable.START.getEpochSecond()));
    assertThat(isGenuine(SECRET, delivery)).isTrue();
    assertThat(isGenuine("another secret, just as long", delivery)).isFalse();
    delivery.body()[0]++;
    assertThat(isGenuine(SECRET, delivery)).isFalse();
  }

  private static boolean isGenuine(String secret, Delivery delivery) throws Exception {
    String timestamp = delivery.headers().get("Chalkstream-timestamp");
    return Verification.isGenuine(
        secret,
        timestamp,
        delivery.headers().get("Chalkstream-signature"),
        delivery.body(),
        Instant.ofEpochSecond(Long.parseLong(timestamp)));
  }

  @Test
  void theAdviceToReceiversIsWhatTheTestsDo() throws Exception {
    Path source = Path.of("src/test/java/dev/chalkstream/webhooks/Verification.java");
    String code = Files.readString(source);
    String method = code.substring(code.indexOf("static boolean"), code.lastIndexOf('}')).strip();

    assertThat(Files.readString(Path.of("../docs/webhooks.md")).replaceAll("\\s+", " "))
        .contains(method.replaceAll("\\s+", " "));
  }

  @Test
  void aReceiverThatIsDownForAMinuteGetsEveryEventAfterwardsInOrder() throws Exception {
    webhooks.started(ONE);
    settle();
    receiver.down();
    webhooks.stalled(ONE);
    webhooks.started(OTHER);
    time.advance(Duration.ofSeconds(20), webhooks);
    webhooks.completed(ONE);
    webhooks.completed(OTHER);
    time.advance(Duration.ofSeconds(40), webhooks);
    webhooks.resumed(ONE);
    settle();
    assertThat(webhooks.waiting()).isEqualTo(5);
    receiver.up();
    time.advance(Duration.ofMinutes(1), webhooks);

    assertThat(typesOf(ONE, receiver.taken()))
        .containsExactly("stream.started", "stream.stalled", "stream.completed", "stream.resumed");
    assertThat(typesOf(OTHER, receiver.taken()))
        .containsExactly("stream.started", "stream.completed");
    for (Delivery delivery : receiver.taken()) {
      assertThat(isGenuine(SECRET, delivery)).isTrue();
    }
    assertThat(webhooks.dropped()).isZero();
  }

  @Test
  void whatIsSentAgainHasItsIdAndTimeAndANewTimestamp() throws Exception {
    var failures = new AtomicInteger(1);
    receiver.answer(event -> Reply.of(failures.getAndDecrement() > 0 ? 500 : 200));
    webhooks.started(ONE);
    settle();
    time.advance(Duration.ofSeconds(1), webhooks);

    List<Delivery> both = receiver.deliveries();
    assertThat(both).extracting(Delivery::status).containsExactly(500, 200);
    assertThat(both.get(1).body()).isEqualTo(both.get(0).body());
    assertThat(isGenuine(SECRET, both.get(1))).isTrue();
  }

  @Test
  void theNextEventOfAStreamWaitsAndOtherStreamsDoNot() throws Exception {
    receiver.answer(event -> Reply.of(event.get("stream").equals(ONE.value()) ? 503 : 200));
    webhooks.started(ONE);
    webhooks.completed(ONE);
    webhooks.started(OTHER);
    webhooks.completed(OTHER);
    settle();
    time.advance(Duration.ofMinutes(5), webhooks);

    assertThat(typesOf(OTHER, receiver.taken()))
        .containsExactly("stream.started", "stream.completed");
    assertThat(typesOf(ONE, receiver.deliveries()))
        .hasSizeGreaterThan(5)
        .containsOnly("stream.started");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503, 599})
  void whatMayBeTakenLaterIsSentAgain(int status) throws Exception {
    var replies = new AtomicInteger();
    receiver.answer(event -> Reply.of(replies.getAndIncrement() == 0 ? status : 204));
    webhooks.started(ONE);
    settle();
    time.advance(Duration.ofSeconds(1), webhooks);

    assertThat(receiver.deliveries()).extracting(Delivery::status).containsExactly(status, 204);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 400, 401, 404, 410})
  void whatIsRefusedIsNotSentAgainAndHoldsUpNothing(int status) throws Exception {
    receiver.answer(
        event ->
            event.get("type").equals("stream.started")
                ? new Reply(status, Map.of("Location", "/elsewhere"))
                : Reply.of(204));
    webhooks.started(ONE);
    webhooks.completed(ONE);
    settle();

    assertThat(receiver.deliveries()).extracting(Delivery::status).containsExactly(status, 204);
    assertThat(webhooks.dropped()).isEqualTo(1);
    assertThat(webhooks.waiting()).isZero();
  }

  @Test
  void aReceiverIsLeftAloneForAsLongAsItSays() throws Exception {
    receiver.answer(event -> new Reply(503, Map.of("Retry-After", "90")));
    webhooks.started(ONE);
    settle();

    assertThat(time.nextDue()).isEqualTo(ManualTimetable.START.plusSeconds(90));
  }

  @Test
  void anEventIsGivenUpInTheEndAndTheNextIsSent() throws Exception {
    webhooks.close();
    webhooks = to(receiver.address()).giveUpAfter(Duration.ofMinutes(5)).build();
    receiver.answer(event -> Reply.of(event.get("type").equals("stream.started") ? 500 : 204));
    webhooks.started(ONE);
    webhooks.completed(ONE);
    settle();
    time.advance(Duration.ofMinutes(7), webhooks);

    assertThat(typesOf(ONE, receiver.taken())).containsExactly("stream.completed");
    assertThat(webhooks.dropped()).isEqualTo(1);
    assertThat(webhooks.waiting()).isZero();
  }

  @Test
  void byTheClockOfTheSystemWhatHasFailedIsSentAgainToo() throws Exception {
    webhooks.close();
    webhooks = Webhooks.builder(SECRET).address(receiver.address()).build();
    Set<String> failed = ConcurrentHashMap.newKeySet();
    var taken = new CountDownLatch(2);
    receiver.answer(
        event -> {
          if (failed.add(event.get("id"))) {
            return Reply.of(500);
          }
          taken.countDown();
          return Reply.of(204);
        });
    webhooks.started(ONE);
    webhooks.completed(ONE);
    await(taken);
    settle();

    assertThat(typesOf(ONE, receiver.taken()))
        .containsExactly("stream.started", "stream.completed");
    List<String> ids = new ArrayList<>(failed);
    assertThat(ids).allSatisfy(id -> assertThat(receiver.attempts(id)).isEqualTo(2));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.org/hidden",
        "/hidden",
        "http:///hidden",
        "mailto:hidden@example.org",
        "https://user:hidden@example.org/",
        "https://example.org/#hidden",
        "https://example.org:65536/hidden",
        "https://example.org:0/hidden",
        "https://example.org:99999999999/hidden"
      })
  void whatIsNoAddressIsRefusedWithoutRepeatingIt(String address) {
    Webhooks.Builder builder = Webhooks.builder(SECRET);

    assertThatThrownBy(() -> builder.address(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("hidden");
  }

  @Test
  void aShortSecretAndNoAddressAreRefused() {
    assertThatThrownBy(() -> Webhooks.builder("hush"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("hush");
    Webhooks.Builder nowhere = Webhooks.builder(SECRET);
    assertThatThrownBy(nowhere::build).isInstanceOf(IllegalStateException.class);
  }
}
