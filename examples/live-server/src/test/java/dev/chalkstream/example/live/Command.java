package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

  static Command start(Object... words) throws IOException {
    return start(new ProcessBuilder(), words);
  }

  static Command start(ProcessBuilder builder, Object... words) throws IOException {
    Path out = temporaryFile();
    Path err = temporaryFile();
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      command.add(word.toString());
    }
    Process process =
        builder.command(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new Command(process, out, err);
  }

  /** Runs a program to its end, and fails if it complains. */
  static String quietly(Object... words) throws IOException, InterruptedException {
    try (Command command = start(words)) {
      assertThat(command.exitStatus()).as("%s", command.err()).isZero();
      assertThat(command.err()).isEmpty();
      return command.out();
    }
  }

  int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends in time").isTrue();
    return process.exitValue();
  }

  boolean isRunning() {
    return process.isAlive();
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
