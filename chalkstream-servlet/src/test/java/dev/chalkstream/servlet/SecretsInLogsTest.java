package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reads the logs must not be able to publish. */
class SecretsInLogsTest {

  private static final String LEVEL = "-Dorg.slf4j.simpleLogger.log.dev.chalkstream";
  private static final String SESSION = "secret-session";

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void aWholeBroadcastIsLoggedByItsStreamAndNeverByItsSession() throws Exception {
    String log = logOf("dev.chalkstream.servlet.LoggedBroadcast");

    assertThat(log)
        .contains(SessionId.of(SESSION).streamId() + " has started", " is complete", " live again")
        .contains("The store is at fault", "A request has failed unexpectedly")
        .contains("An upload has ended early", "authorizer has failed")
        .contains("TRACE dev.chalkstream.servlet.LoggedBroadcast - every line counts");
    assertThat(log).doesNotContain(SESSION, "token-of-the-broadcaster");
  }

  /** Runs a program in another JVM whose log tells everything. */
  private String logOf(String program) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(LEVEL + "=trace", LEVEL + ".servlet=trace"));
    command.addAll(List.of("-cp", classPath(), program));
    Path log = directory.resolve("log.txt");
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(status).as("%s", Files.readString(log)).isZero();
    return Files.readString(log);
  }

  /** Both paths of this JVM in one, and the test classes, which are patched into a module. */
  private static String classPath() {
    Class<?> here = SecretsInLogsTest.class;
    String name = here.getName().replace('.', '/') + ".class";
    String location = here.getClassLoader().getResource(name).toString();
    Path tests = Path.of(URI.create(location.substring(0, location.length() - name.length())));
    return Stream.of(
            tests.toString(),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""))
        .filter(path -> !path.isEmpty())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }
}
