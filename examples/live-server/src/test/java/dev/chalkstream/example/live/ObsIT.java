package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SessionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** OBS Studio, by what its source says that it sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObsIT {

  private List<byte[]> segments;
  private ServerProcess server;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    segments = TestVideo.make(directory).segments().stream().map(TestVideo.Segment::bytes).toList();
    server = ServerProcess.startInMemory();
  }

  @AfterAll
  void end() throws IOException {
    server.close();
  }

  @Test
  void obsIsListedWholeThoughItWaitsForNoAnswer() throws Exception {
    try (ObsClient obs = new ObsClient(server.address(), "obs")) {
      for (int n = 0; n < segments.size(); n++) {
        obs.send(segments.get(n), n == segments.size() - 1);
      }
      assertThat(obs.awaitAnswers()).containsOnly(202).hasSize(2 * segments.size());
      assertThat(obs.connections()).isOne();
    }
    assertIsWhole("obs");
  }

  @Test
  void obsIsListedWholeThoughOneOfItsRequestsIsRefused() throws Exception {
    try (ObsClient obs = new ObsClient(server.address(), "obs-refused")) {
      for (int n = 0; n < segments.size(); n++) {
        obs.send(segments.get(n), n == segments.size() - 1);
        obs.awaitAnswers();
        if (n == 2) {
          obs.sendPlaylist("This is no playlist.\n");
          assertThat(obs.awaitAnswers()).endsWith(400);
        }
      }
    }
    assertIsWhole("obs-refused");
  }

  @Test
  void obsIsListedWholeThoughItsConnectionBreaksOnce() throws Exception {
    try (ObsClient obs = new ObsClient(server.address(), "obs-broken")) {
      obs.send(segments.get(0), false);
      obs.awaitAnswers();
      obs.sendOverABrokenLine(segments.get(1));
      for (int n = 2; n < segments.size(); n++) {
        obs.send(segments.get(n), n == segments.size() - 1);
      }
      assertThat(obs.awaitAnswers()).containsOnly(202).hasSize(2 * segments.size() - 2);
      assertThat(obs.connections()).isEqualTo(2);
    }
    assertIsWhole("obs-broken");
  }

  @Test
  void obsThatIsStartedAgainGoesOnBehindOneDiscontinuity() throws Exception {
    try (ObsClient obs = new ObsClient(server.address(), "obs-again")) {
      for (int n = 3; n < 6; n++) {
        obs.send(segments.get(n), false);
      }
      obs.awaitAnswers();
    }
    try (ObsClient obs = new ObsClient(server.address(), "obs-again")) {
      for (int n = 0; n < 3; n++) {
        obs.send(segments.get(n), n == 2);
      }
      obs.awaitAnswers();
    }
    assertThat(listed("obs-again", 1)).isEqualTo(digests(3, 4, 5, 0, 1, 2));
  }

  private void assertIsWhole(String session) throws Exception {
    assertThat(listed(session, 0)).isEqualTo(digests(0, 1, 2, 3, 4, 5));
  }

  /** What is listed in the end, without gaps and with so many discontinuities. */
  private List<String> listed(String session, long breaks) throws Exception {
    String stream = SessionId.of(session).streamId().value();
    Await.until(session + " is over", () -> Listing.of(server, stream).isOver());
    Listing listing = Listing.of(server, stream);
    assertThat(listing.breaks()).isEqualTo(breaks);
    assertThat(listing.hasGaps()).isFalse();
    return listing.digests();
  }

  private List<String> digests(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(n -> SegmentDigest.compute(ByteBuffer.wrap(segments.get(n))).value())
        .toList();
  }
}
