package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.s3.AtomicS3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packed server on a bucket: whether everything that it needs is in the jar. */
class S3StoreIT {

  private static AtomicS3Server s3;

  @BeforeAll
  static void startS3() {
    s3 = AtomicS3Server.start();
    s3.createBucket("streams");
  }

  @AfterAll
  static void stopS3() {
    s3.close();
  }

  private static ProcessBuilder withCredentials() {
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().putAll(s3.environment());
    return builder;
  }

  @Test
  void aStreamIsKeptInABucketAndPlayedFromThereByAnotherServer() throws Exception {
    String store = s3.storeUri("streams");
    try (ServerProcess first = ServerProcess.start(withCredentials(), store);
        ServerProcess second = ServerProcess.start(withCredentials(), store)) {
      Broadcast broadcast = new Broadcast(first, "a-stream-in-a-bucket").send(3);
      broadcast.complete();

      String playlist = second.get("playlist/" + broadcast.stream() + ".m3u8").body();

      assertThat(playlist).contains("#EXT-X-ENDLIST").containsPattern("(?s)(#EXTINF.*){3}");
      String segment = playlist.lines().filter(line -> line.endsWith(".ts")).findFirst().get();
      assertThat(second.get("playlist/" + segment).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aBucketThatIsNotThereIsOneLineAndStatusTwo() throws Exception {
    try (Command server =
        ServerProcess.launch(
            withCredentials(), "--port", "0", "--store", s3.storeUri("no-such-bucket"))) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.err()).hasLineCount(1).contains("there is no such bucket");
    }
  }
}
