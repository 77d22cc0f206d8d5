package dev.chalkstream.example.live;

import dev.chalkstream.StreamId;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Viewers and operators who are none. */
final class HostileViewers {

  private static final int AT_ONCE = 8;

  private static final List<String> RANGES =
      List.of(
          "bytes=999999999999999-",
          "bytes=-99999999999999999999",
          "bytes=18446744073709551615-18446744073709551616",
          "bytes=5-2",
          "bytes=-0",
          "bytes=0-0" + ",1-1".repeat(1_000),
          "bytes=0-" + ",0-".repeat(500),
          "bytes=" + "9".repeat(4_000) + "-",
          "bytes=a-b",
          "lines=1-2",
          "bytes");

  private static final List<String> CREDENTIALS =
      List.of(
          "Bearer ",
          "Bearer guessed",
          "Bearer " + "a".repeat(6_000),
          "Basic b3BlcmF0b3I6b3BlcmF0b3I=",
          "Bearer \u00ff\u00fe",
          "operator");

  private HostileViewers() {}

  /** Has a newer playlist than there is, or says so. */
  static void forgedTag(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String digest = FloodTarget.randomHex(16, chance);
    String newer = "\"999999999999999999-" + digest + "\"";
    String held =
        switch (chance.nextInt(4)) {
          case 0 -> newer;
          case 1 -> "\"" + chance.nextInt(1_000_000) + "-" + digest + "-gzip\"";
          case 2 -> newer + (", W/" + newer).repeat(60);
          default -> "\"w999999999999999999-" + digest + "\"";
        };
    String name = chance.nextInt(4) == 0 ? "If-Match: " : "If-None-Match: ";
    String playlist = target.playlist(target.steadyStream(chance));
    target.exchange(FloodTarget.get(playlist, name + held + "\r\n"), answers);
  }

  /** Asks for what there is not. */
  static void randomName(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    StreamId stream = target.steadyStream(chance);
    String folder = target.playlist(stream).replaceFirst("playlist/.*", "");
    String segment = FloodTarget.randomHex(32, chance);
    String path =
        switch (chance.nextInt(6)) {
          case 0 -> target.playlist(FloodTarget.randomStream(chance));
          case 1 -> folder + "chunk/" + stream + "/" + segment + ".ts";
          case 2 ->
              folder
                  + "chunk/"
                  + stream
                  + "/"
                  + segment
                  + "-"
                  + FloodTarget.randomHex(8, chance)
                  + ".ts";
          case 3 -> folder + "chunk/" + FloodTarget.randomStream(chance) + "/" + segment + ".ts";
          case 4 -> folder + "playlist/" + stream + "/" + segment + ".m3u8";
          default -> "/" + segment.repeat(1 + chance.nextInt(30));
        };
    target.exchange(FloodTarget.get(path, ""), answers);
  }

  static void absurdRange(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String range = RANGES.get(chance.nextInt(RANGES.size()));
    target.exchange(FloodTarget.get(target.segment(chance), "Range: " + range + "\r\n"), answers);
  }

  /** Asks on several connections at once for the waiting room of a stream that is not there. */
  static void waitingRooms(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String request = FloodTarget.get(target.playlist(FloodTarget.randomStream(chance)), "");
    HostileConnection[] connections = new HostileConnection[AT_ONCE];
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        connections[i] = target.connect();
      }
      for (HostileConnection connection : connections) {
        connection.send(request);
      }
      for (HostileConnection connection : connections) {
        answers.accept(connection.answer());
      }
    } finally {
      for (HostileConnection connection : connections) {
        if (connection != null) {
          connection.close();
        }
      }
    }
  }

  /** Watches by a link that nobody has signed, or that is another stream's. */
  static void forgedLink(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    StreamId stream = target.steadyStream(chance);
    String path =
        switch (chance.nextInt(4)) {
          case 0 -> "/t/" + FloodTarget.randomHex(28, chance) + "/playlist/" + stream + ".m3u8";
          case 1 -> "/t/" + "A".repeat(4_000) + "/playlist/" + stream + ".m3u8";
          case 2 -> "/playlist/" + stream + ".m3u8";
          default ->
              target.playlist(FloodTarget.randomStream(chance)).replaceFirst("playlist/.*", "")
                  + "playlist/"
                  + stream
                  + ".m3u8";
        };
    target.exchange(FloodTarget.get(path, ""), answers);
  }

  /** Asks the operators' interface, and takes down streams, without their token. */
  static void forgedOperator(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String method = chance.nextBoolean() ? "GET" : "DELETE";
    String stream = chance.nextBoolean() ? "/" + target.steadyStream(chance) : "";
    String credentials = CREDENTIALS.get(chance.nextInt(CREDENTIALS.size()));
    target.exchange(
        FloodTarget.request(
            method, "/api/streams" + stream, "Authorization: " + credentials + "\r\n"),
        answers);
  }
}
