package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packed server on a bucket: whether everything that it needs is in the jar. */
class S3StoreIT {

  private static SharedStore bucket;

  @BeforeAll
  static void startS3() {
    bucket = SharedStore.bucket();
  }

  @AfterAll
  static void stopS3() {
    bucket.close();
  }

  @Test
  void aStreamIsKeptInABucketAndPlayedFromThereByAnotherServer() throws Exception {
    try (ServerProcess first = ServerProcess.start(bucket.process(), bucket.uri());
        ServerProcess second = ServerProcess.start(bucket.process(), bucket.uri())) {
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
            bucket.process(),
            "--port",
            "0",
            "--store",
            bucket.uri().replace("//streams", "//no-such-bucket"))) {
      assertThat(server.exitStatus()).isEqualTo(2);
      assertThat(server.err()).hasLineCount(1).contains("there is no such bucket");
    }
  }
}
