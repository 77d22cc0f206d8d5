package dev.chalkstream.example.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.chalkstream.example.testing.ReadmeCommands;
import dev.chalkstream.example.testing.Tools;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {

  private static final Pattern READY = Pattern.compile("is ready at (http\\S+)");
  private static final Pattern PLAYS_AT = Pattern.compile("/playlist/([0-9a-f]{40})\\.m3u8");

  @TempDir private Path directory;

  @Test
  void theCommandsOfTheReadmePutAStreamIntoTheDatabase() throws Exception {
    Stream.of("ffmpeg", "curl", "openssl").forEach(Tools::need);
    String uri = Postgres.shared().newDatabase("readme");
    String stream;
    Map<String, String> settings = Map.of("STORE", uri, "PORT", "0");
    try (ReadmeCommands server = ReadmeCommands.start("java -jar", directory, settings)) {
      stream = publish(server);
      server.stop();
      assertThat(server.output()).doesNotContain("WARN", "ERROR", "Exception");
    }
    try (ReadmeCommands anotherNode = ReadmeCommands.start("java -jar", directory, settings)) {
      URI address = URI.create(anotherNode.await(READY));
      HttpRequest playlist =
          HttpRequest.newBuilder(address.resolve("playlist/" + stream + ".m3u8")).build();

      assertThat(HttpClient.newHttpClient().send(playlist, BodyHandlers.ofString()).body())
          .contains("#EXTINF:2,", "#EXT-X-ENDLIST");
    }
    try (HikariDataSource pool = Postgres.shared().pool("readme");
        BlobStore store = PostgresBlobStore.open(pool);
        Stream<BlobInfo> blobs = store.list(stream)) {
      assertThat(blobs.map(blob -> blob.key().value()))
          .hasSize(2)
          .anyMatch(key -> key.endsWith(".ts"))
          .contains(stream + "/manifest.json");
    }
  }

  private String publish(ReadmeCommands server) throws Exception {
    URI address = URI.create(server.await(READY));
    String told =
        ReadmeCommands.run(
            "server=", directory, Map.of("PORT", Integer.toString(address.getPort())));
    Matcher playsAt = PLAYS_AT.matcher(told);

    assertThat(told).contains("#EXTINF:2,", "#EXT-X-ENDLIST");
    assertThat(playsAt.find()).isTrue();
    return playsAt.group(1);
  }
}
