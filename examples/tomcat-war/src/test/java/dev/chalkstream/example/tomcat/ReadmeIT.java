package dev.chalkstream.example.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.ReadmeCommands;
import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {

  private static final Pattern LISTENS =
      Pattern.compile("Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-1-(\\d+)");
  private static final Pattern STARTED = Pattern.compile("(Server startup in)");

  @TempDir private Path directory;

  @Test
  void theCommandsOfTheReadmeDropTheWarIntoTomcat() throws Exception {
    Stream.of("ffmpeg", "curl", "openssl").forEach(Tools::need);
    Path tomcat = ownTomcat();
    try (ReadmeCommands server =
        ReadmeCommands.start("cp ", directory, Map.of("CATALINA_HOME", tomcat.toString()))) {
      String port = server.await(LISTENS);
      server.await(STARTED);

      assertThat(ReadmeCommands.run("server=", directory, Map.of("PORT", port)))
          .contains("#EXTINF:2,", "#EXT-X-ENDLIST", "It plays at http://127.0.0.1:" + port);
      server.stop();
      assertThat(server.output())
          .contains("Destroying ProtocolHandler")
          .doesNotContain("SEVERE", "Exception");
    }
    assertThat(tomcat.resolve("chalkstream-data")).isNotEmptyDirectory();
  }

  /** A copy of the Tomcat that the build has unpacked, at a free port. */
  private Path ownTomcat() throws IOException {
    Path original = Path.of(System.getProperty("chalkstream.tomcat"));
    Path copy = directory.resolve("tomcat");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(
            file, copy.resolve(original.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Files.createDirectories(copy.resolve("webapps"));
    Path configuration = copy.resolve("conf/server.xml");
    List<String> lines = Files.readAllLines(configuration);
    lines.replaceAll(
        line ->
            line.replace("port=\"8005\"", "port=\"-1\"")
                .replace(
                    "<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"0\""));
    Files.write(configuration, lines);
    return copy;
  }
}
