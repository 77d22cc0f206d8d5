package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that tells others what happens to its streams. */
class WebhooksIT {

  private static final String SECRET = "a secret of the tests";

  @TempDir Path directory;

  private ServerProcess server(String... options) throws Exception {
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().put("CHALKSTREAM_WEBHOOK_SECRET", SECRET);
    return ServerProcess.start(builder, directory.toUri().toString(), options);
  }

  @Test
  void aReceiverThatIsDownForAWhileIsToldEverythingAfterwards() throws Exception {
    stayDownFor(Duration.ofSeconds(3));
  }

  @Test
  @Tag("players")
  void aReceiverThatIsDownForAMinuteIsToldEverythingAfterwards() throws Exception {
    stayDownFor(Duration.ofMinutes(1));
  }

  private void stayDownFor(Duration outage) throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver(SECRET);
        ServerProcess server =
            server("--webhook", receiver.address().toString(), "--completion-timeout", "600")) {
      Broadcast first = new Broadcast(server, "first").send(1);
      Await.until("the first event is there", () -> receiver.events().size() == 1);
      receiver.down();
      long start = System.nanoTime();
      first.complete();
      first.send(1).complete();
      Broadcast second = new Broadcast(server, "second").send(1);
      second.complete();
      Await.until(
          "the outage is over",
          outage.multipliedBy(3),
          () -> System.nanoTime() - start > outage.toNanos());
      receiver.up();
      Await.until("all is told", Duration.ofMinutes(3), () -> receiver.events().size() >= 6);

      assertThat(of(receiver, first.stream()))
          .containsExactly(
              "stream.started", "stream.completed", "stream.resumed", "stream.completed");
      assertThat(of(receiver, second.stream()))
          .containsExactly("stream.started", "stream.completed");
      assertThat(receiver.events()).doesNotContain("forged");
      assertThat(server.command().err())
          .containsOnlyOnce("fail, and are sent again")
          .containsOnlyOnce("get through again")
          .doesNotContain(SECRET, "/hook");
    }
  }

  private static List<String> of(WebhookReceiver receiver, StreamId stream) {
    return receiver.events().stream()
        .filter(event -> event.endsWith(" " + stream))
        .map(event -> event.substring(0, event.indexOf(' ')))
        .toList();
  }

  @Test
  void aReceiverThatNeverAnswersHarmsNeitherStreamsNorOthers() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        WebhookReceiver receiver = new WebhookReceiver(SECRET);
        ServerProcess server =
            server(
                "--metrics",
                "--webhook",
                "http://127.0.0.1:" + mute.getLocalPort() + "/",
                "--webhook",
                receiver.address().toString())) {
      for (int i = 0; i < 20; i++) {
        new Broadcast(server, "stream-" + i).send(1).complete();
      }
      Await.until("the other is told", () -> receiver.events().size() == 40);

      Await.until(
          "what is left is for the one that is mute",
          () -> server.get("metrics").body().contains("chalkstream_webhooks_waiting 40.0"));
      assertThat(server.terminate()).isIn(0, 143);
    }
  }
}
