package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packed server, run as its users run it. Closing kills it. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile("Chalkstream is ready at (http://127\\.0\\.0\\.1:\\d+/)(, .*)?\\R");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Command command;
  private final URI address;

  private ServerProcess(Command command, URI address) {
    this.command = command;
    this.address = address;
  }

  /** Starts the server on a free port and waits until it is ready. */
  static ServerProcess start(Path store, String... options) throws Exception {
    return start(new ProcessBuilder(), store.toUri().toString(), options);
  }

  /** Starts it on a port at which nobody listens. */
  static ServerProcess startAt(int port, Path store) throws Exception {
    String uri = store.toUri().toString();
    return ready(launch(new ProcessBuilder(), "--port", Integer.toString(port), "--store", uri));
  }

  /** Starts a server that keeps nothing. */
  static ServerProcess startInMemory() throws Exception {
    return start(new ProcessBuilder(), "memory:");
  }

  /** Starts it with an environment, and on a store of any kind. */
  static ServerProcess start(ProcessBuilder builder, String store, String... options)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("--port", "0", "--store", store));
    all.addAll(List.of(options));
    return ready(launch(builder, all.toArray(String[]::new)));
  }

  private static ServerProcess ready(Command command) throws Exception {
    Await.until("the server is ready", () -> !command.isRunning() || command.out().contains("\n"));
    Matcher ready = READY.matcher(command.out());
    assertThat(ready.matches()).as("%s%s", command.out(), command.err()).isTrue();
    return new ServerProcess(command, URI.create(ready.group(1)));
  }

  /** Runs the jar with the options given and no others. */
  static Command launch(ProcessBuilder builder, String... options) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-jar", System.getProperty("chalkstream.jar")));
    words.addAll(List.of(options));
    return Command.start(builder.command(words));
  }

  URI address() {
    return address;
  }

  URI playPage(String stream) {
    return address.resolve("play/" + stream);
  }

  Command command() {
    return command;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
  }

  /** Stops the server as an operator does, and tells its exit status. */
  int terminate() throws InterruptedException {
    command.terminate();
    return command.exitStatus();
  }

  void kill() {
    command.kill();
  }

  @Override
  public void close() throws IOException {
    command.close();
  }
}
