package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.ReadmeCommands;
import dev.chalkstream.example.testing.Tools;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {

  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

  @TempDir private Path directory;

  @Test
  void theCommandsOfTheReadmePublishToAChannel() throws Exception {
    Stream.of("ffmpeg", "curl").forEach(Tools::need);
    Map<String, String> settings =
        Map.of("PORT", "0", "CHALKSTREAM_STORE", directory.resolve("store").toUri().toString());
    try (ReadmeCommands server = ReadmeCommands.start("java -jar", directory, settings)) {
      String port = server.await(STARTED);

      assertThat(ReadmeCommands.run("server=", directory, Map.of("PORT", port)))
          .contains("\"COMPLETE\"", "#EXTINF:2,", "#EXT-X-ENDLIST")
          .contains("It plays at http://127.0.0.1:" + port)
          .contains("\"status\":403");
      server.stop();
      assertThat(server.output()).doesNotContain("ERROR", "Exception");
    }
    assertThat(directory.resolve("store")).isNotEmptyDirectory();
  }
}
