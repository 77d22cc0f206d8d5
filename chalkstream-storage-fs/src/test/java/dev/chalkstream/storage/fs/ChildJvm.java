package dev.chalkstream.storage.fs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Another JVM with the classes of this one, whose standard output is read line by line. */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  ChildJvm(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classPath(main)));
    command.add(main.getName());
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader();
  }

  /** Both paths of this JVM in one, and the test classes, which may be patched into a module. */
  private static String classPath(Class<?> main) {
    String name = main.getName().replace('.', '/') + ".class";
    String location = main.getClassLoader().getResource(name).toString();
    Path testClasses =
        Path.of(URI.create(location.substring(0, location.length() - name.length())));
    return Stream.of(
            testClasses.toString(),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""))
        .filter(path -> !path.isEmpty())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }

  /** The next line, or null at the end of the process. */
  String readLine() throws IOException {
    return output.readLine();
  }

  /** Waits for the end of the process, which must be a good one. */
  List<String> finish() throws IOException, InterruptedException {
    List<String> lines = output.lines().toList();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("a child ended with status " + status + ": " + lines);
    }
    return lines;
  }

  /** Ends the process with SIGKILL, where there is one. */
  void kill() throws InterruptedException {
    // Through its handle, which leaves the output readable.
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
