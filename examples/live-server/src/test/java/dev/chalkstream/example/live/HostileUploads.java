package dev.chalkstream.example.live;

import dev.chalkstream.SegmentDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/** Uploads by people who mean no good. */
final class HostileUploads {

  private static final int LARGEST = 32 << 20;
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(200);

  /** What is missing is listed, and a long playlist is kept for as long as it plays. */
  private static final int MOST_MISSING = 20;

  private HostileUploads() {}

  /** Announces more than may be, and begins to send it. */
  static void tooLarge(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String session = FloodTarget.randomSession(chance);
    try (GreedyUpload upload =
        new GreedyUpload(target.server(), session, LARGEST + 1 + chance.nextInt(LARGEST))) {
      upload.sendAllButTheLastByte();
    }
  }

  /** Sends the largest segment that may be, keeps the last byte, and goes away after a while. */
  static void withoutItsEnd(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException, InterruptedException {
    String session = FloodTarget.randomSession(chance);
    try (GreedyUpload upload = new GreedyUpload(target.server(), session, LARGEST)) {
      upload.sendAllButTheLastByte();
      target.pause(Duration.ofSeconds(1 + chance.nextInt(5)));
    }
  }

  /** Sends a byte now and then, and goes away in the middle. */
  static void byteByByte(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException, InterruptedException {
    try (HostileConnection connection = target.connect()) {
      connection.send(upload(FloodTarget.randomSession(chance), chance, 100_000));
      for (int i = 20 + chance.nextInt(80); i > 0 && target.pause(BETWEEN_BYTES); i--) {
        connection.send("G");
      }
    }
  }

  /** Names a segment by another's digest. */
  static void wrongDigest(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    byte[] segment = SyntheticSegments.ofFiftyKilobytes("flood").get(chance.nextInt());
    try (HostileConnection connection = target.connect()) {
      connection.send(upload(FloodTarget.randomSession(chance), chance, segment.length));
      connection.send(segment, 0, segment.length);
      answers.accept(connection.answer());
    }
  }

  /** Sends a segment whose predecessors will never come. */
  static void outOfOrder(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    byte[] segment = SyntheticSegments.ofFiftyKilobytes("flood").get(chance.nextInt());
    String digest = SegmentDigest.compute(ByteBuffer.wrap(segment)).toString();
    try (HostileConnection connection = target.connect()) {
      connection.send(
          upload(
              FloodTarget.randomSession(chance),
              digest,
              1 + chance.nextInt(MOST_MISSING),
              segment.length));
      connection.send(segment, 0, segment.length);
      answers.accept(connection.answer());
    }
  }

  /** Ends what has never begun. */
  static void completion(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String path = "/ingest/" + FloodTarget.randomSession(chance) + "/complete";
    target.exchange(FloodTarget.request("POST", path, "Content-Length: 0\r\n"), answers);
  }

  private static String upload(String session, Random chance, int length) {
    return upload(session, FloodTarget.randomHex(32, chance), 0, length);
  }

  private static String upload(String session, String digest, int sequence, int length) {
    return FloodTarget.request(
        "PUT",
        "/ingest/" + session + "/" + digest + ".ts",
        "X-Sequence: " + sequence + "\r\nX-Duration: 2\r\nContent-Length: " + length + "\r\n");
  }
}
