package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever reads the logs must not be able to publish or to watch: neither this library's log nor
 * the container's names a session or a token.
 */
@Tag("wire")
class SecretsInLogsTest {

  private static final String LEVEL = "-Dorg.slf4j.simpleLogger.log.dev.chalkstream";
  private static final String DEFAULT_LEVEL = "-Dorg.slf4j.simpleLogger.defaultLogLevel";
  private static final String JETTY_LEVEL = "-Dorg.slf4j.simpleLogger.log.org.eclipse.jetty";

  /** What Jetty, Tomcat and Undertow say when they start, at the least of their usual levels. */
  private static final Pattern STARTED = Pattern.compile("jetty-1|Starting [Ss]erv|starting serv");

  private static final String CONTAINER = "chalkstream.container.class";
  private static final String SESSION = "secret-session";

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void noLogNamesASessionOrAToken() throws Exception {
    String log = logOf("dev.chalkstream.servlet.LoggedBroadcast");

    assertThat(log)
        .contains(SessionId.of(SESSION).streamId() + " has started", " is complete", " live again")
        .contains("The store is at fault", "A request has failed unexpectedly")
        .contains("An upload has ended early", "authorizer has failed")
        .contains("TRACE dev.chalkstream.servlet.LoggedBroadcast - every line counts");
    String stream = SessionId.of(SESSION).streamId().value();
    for (int status : new int[] {400, 401, 405, 408, 409, 412, 413, 415, 422, 500, 503}) {
      assertThat(log)
          .containsPattern(
              "WARN .*RefusalLog - Stream "
                  + stream
                  + ": [A-Z]+ of '.*' \\(.*, user agent '.+'\\) was answered "
                  + status
                  + ": .");
    }
    assertThat(log).contains("'{session}init.mp4'", "'encoder of {session}'");
    assertThat(log).contains("subtitles (WebVTT) are being pushed");
    assertThat(log)
        .containsPattern(STARTED)
        .contains("The store has failed in the middle of a body");
    assertThat(log)
        .doesNotContain(SESSION, LoggedBroadcast.TOKEN, LoggedBroadcast.LINK_TOKEN, "/t/")
        .doesNotContain("Authorization: Basic", encoded("user:" + LoggedBroadcast.TOKEN));
  }

  private static String encoded(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  /** Runs a program in another JVM whose log tells everything. */
  private String logOf(String program) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(LEVEL + "=trace", LEVEL + ".servlet=trace"));
    command.addAll(List.of(DEFAULT_LEVEL + "=info", JETTY_LEVEL + "=info"));
    command.add("-D" + CONTAINER + "=" + TestContainer.get().getClass().getName());
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

  /**
   * Both paths of this JVM in one, and the test classes where they are patched into a module. Those
   * that come in a jar are on the class path.
   */
  private static String classPath() {
    Class<?> here = SecretsInLogsTest.class;
    String name = here.getName().replace('.', '/') + ".class";
    String location = here.getClassLoader().getResource(name).toString();
    String folder = location.substring(0, location.length() - name.length());
    return Stream.of(
            folder.startsWith("file:") ? Path.of(URI.create(folder)).toString() : "",
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""))
        .filter(path -> !path.isEmpty())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }
}
