package dev.chalkstream.example.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Commands of an example's README, run as they stand there. Closing ends them and what they
 * started.
 */
public final class ReadmeCommands implements AutoCloseable {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\R(.*?)^```$");
  private static final Path PROJECT = Path.of("../..");
  private static final long PATIENCE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 50;

  private final Process process;
  private final Path output;

  private ReadmeCommands(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a block of commands in the directory of the project.
   *
   * @param beginning what the block begins with
   * @param directory where its output and temporary files go
   * @param variables what its environment has beyond this one's
   * @return the running commands, which the caller closes
   * @throws IOException if they cannot be started
   */
  public static ReadmeCommands start(
      String beginning, Path directory, Map<String, String> variables) throws IOException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", block(beginning));
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().compute("PATH", (name, path) -> java + File.pathSeparator + path);
    builder.environment().put("TMPDIR", directory.toString());
    builder.environment().putAll(variables);
    return new ReadmeCommands(
        builder
            .directory(PROJECT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /**
   * Runs a block of commands to its end, and fails if it fails.
   *
   * @param beginning what the block begins with
   * @param directory where its output and temporary files go
   * @param variables what its environment has beyond this one's
   * @return what it says
   * @throws Exception if it cannot be run
   */
  public static String run(String beginning, Path directory, Map<String, String> variables)
      throws Exception {
    try (ReadmeCommands commands = start(beginning, directory, variables)) {
      assertThat(commands.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(commands.process.exitValue()).as(commands.output()).isZero();
      return commands.output();
    }
  }

  private static String block(String beginning) throws IOException {
    List<String> found =
        BLOCK
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(result -> result.group(1))
            .filter(block -> block.startsWith(beginning))
            .toList();
    assertThat(found).as("blocks of commands that begin with %s", beginning).hasSize(1);
    return found.get(0);
  }

  /**
   * Tells what the commands have said so far, on both outputs.
   *
   * @return their output
   * @throws IOException if it cannot be read
   */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /**
   * Waits until the commands say something.
   *
   * @param pattern what they say, with a group
   * @return the first group of it
   * @throws Exception if their output cannot be read, or the wait is interrupted
   */
  public String await(Pattern pattern) throws Exception {
    long start = System.nanoTime();
    while (true) {
      boolean running = process.isAlive();
      Matcher found = pattern.matcher(output());
      if (found.find()) {
        return found.group(1);
      }
      boolean late = System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      assertThat(running && !late).as("%s comes after %s", pattern, output()).isTrue();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Ends them as an operator does, and waits until they have ended. */
  public void stop() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    all.forEach(one -> one.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    stop();
  }
}
