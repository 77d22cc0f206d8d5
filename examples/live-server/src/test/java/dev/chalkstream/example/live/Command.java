package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is running, with its output in files. Closing ends it. */
final class Command implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private Command(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a program.
   *
   * @param options its first arguments, with spaces in between
   * @param more its other arguments
   */
  static Command start(Path program, String options, Object... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of(options.split(" ")));
    Stream.of(more).map(Object::toString).forEach(words::add);
    return start(new ProcessBuilder(words));
  }

  static Command start(ProcessBuilder builder) throws IOException {
    // It is for the tests, and a server refuses variables with this prefix that it does not know.
    builder.environment().remove("CHALKSTREAM_REQUIRE_TOOLS");
    Path out = temporaryFile();
    Path err = temporaryFile();
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Command(process, out, err);
  }

  /** Runs a program to its end, fails if it complains, and returns what it says. */
  static String quietly(Path program, String options, Object... more)
      throws IOException, InterruptedException {
    try (Command command = start(program, options, more)) {
      assertThat(command.exitStatus()).as("%s", command.err()).isZero();
      assertThat(command.err()).isEmpty();
      return command.out();
    }
  }

  int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends in time").isTrue();
    return process.exitValue();
  }

  /** Waits until it has ended by itself, with success and without a time limit that is close. */
  void succeed() throws InterruptedException, IOException {
    int status = exitStatus();
    assertThat(status).as("%s", err()).isZero();
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Lets it run for a while; returns whether it still does. */
  boolean runsFor(Duration length) throws InterruptedException {
    return !process.waitFor(length.toMillis(), TimeUnit.MILLISECONDS);
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  void terminate() {
    process.destroy();
  }

  /** Asks it to end, waits until it has, and closes it. */
  void end() throws IOException {
    terminate();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    close();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.delete(out);
    Files.delete(err);
  }

  private static Path temporaryFile() throws IOException {
    return Files.createTempFile("chalkstream", ".txt");
  }
}
