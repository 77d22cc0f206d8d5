package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** A server that may refuse to start. Closing kills it. */
final class StartedOrNot implements AutoCloseable {

  private final Command command;

  private StartedOrNot(Command command) {
    this.command = command;
  }

  /** Waits until it is ready or has given up. */
  static StartedOrNot start(Path store) throws Exception {
    Command command =
        ServerProcess.launch(
            new ProcessBuilder(), "--port", "0", "--store", store.toUri().toString());
    Await.until("it is ready or not", () -> !command.isRunning() || command.out().contains("\n"));
    return new StartedOrNot(command);
  }

  /** Checks that it lists what the others do, in time, or says that it cannot. */
  void listsOrSaysNot(FaultStage stage) throws Exception {
    if (!command.isRunning()) {
      assertThat(command.err()).contains("chalkstream-live-server: ");
      return;
    }
    URI server = URI.create(command.out().replaceFirst("(?s).*?(http://[^,\\s]+).*", "$1"));
    URI playlist = server.resolve("playlist/" + stage.broadcaster().stream() + ".m3u8");
    Await.until(
        "another node lists the stream, or says that it cannot",
        () -> {
          HttpResponse<String> answer =
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(playlist).build(), BodyHandlers.ofString());
          boolean lists = !new Listing(answer.body()).segments().isEmpty();
          return answer.statusCode() == 503 || (answer.statusCode() == 200 && lists);
        });
  }

  @Override
  public String toString() {
    return command.isRunning() ? "starts" : "does not start";
  }

  @Override
  public void close() throws IOException {
    command.close();
  }
}
