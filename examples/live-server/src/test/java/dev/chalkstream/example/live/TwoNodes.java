package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two nodes behind nginx, as the example's script runs them. */
final class TwoNodes implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile("Chalkstream is ready at (\\S+), on processes (\\d+) and (\\d+)\\R");

  private final Command script;
  private final URI address;
  private final List<Long> nodes;

  private TwoNodes(Command script, URI address, List<Long> nodes) {
    this.script = script;
    this.address = address;
    this.nodes = nodes;
  }

  static TwoNodes start(SharedStore store) throws Exception {
    Tools.need("nginx");
    Tools.need("curl");
    String bash = Tools.need("bash").toString();
    String port = Integer.toString(Ports.free());
    Command script =
        Command.start(store.process().command(bash, "two-nodes/run.sh", store.uri(), port));
    Await.until("they are ready", () -> !script.isRunning() || script.out().contains("\n"));
    Matcher ready = READY.matcher(script.out());
    assertThat(ready.matches()).as("%s%s", script.out(), script.err()).isTrue();
    List<Long> nodes = List.of(Long.valueOf(ready.group(2)), Long.valueOf(ready.group(3)));
    return new TwoNodes(script, URI.create(ready.group(1)), nodes);
  }

  /** Where nginx listens. */
  URI address() {
    return address;
  }

  /** Ends a node without a word; the script starts it again. */
  void kill(int node) {
    ProcessHandle process = ProcessHandle.of(nodes.get(node)).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks the script, which ends what it has started. */
  @Override
  public void close() throws IOException {
    script.end();
  }
}
