package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {

  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

  @TempDir private Path directory;

  @Test
  void theCommandsOfTheReadmePublishToAChannel() throws Exception {
    Tools.need("ffmpeg", "curl");
    Map<String, String> settings =
        Map.of("PORT", "0", "CHALKSTREAM_STORE", directory.resolve("store").toUri().toString());
    try (Readme server = Readme.start("java -jar", directory, settings)) {
      String port = server.await(STARTED);

      assertThat(Readme.run("server=", directory, Map.of("PORT", port)))
          .contains("\"COMPLETE\"", "#EXTINF:2,", "#EXT-X-ENDLIST")
          .contains("It plays at http://127.0.0.1:" + port)
          .contains("\"status\":403");
      server.stop();
      assertThat(server.output()).doesNotContain("ERROR", "Exception");
    }
    assertThat(directory.resolve("store")).isNotEmptyDirectory();
  }
}
