package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Random;
import java.util.function.Consumer;

/** What no HLS encoder pushes. */
final class HostilePushes {

  /** What a playlist of a day has, about. */
  private static final int PLAYLIST_BYTES = 2 << 20;

  /** What a segment may have. */
  private static final int SEGMENT_LIMIT = 32 << 20;

  private static final int MIB = 1 << 20;
  private static final String BEGINNING = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";
  private static final byte[] ONE_NAME =
      ascii(BEGINNING + "#EXTINF:1\na.ts\n".repeat((PLAYLIST_BYTES - 40) / 15));
  private static final byte[] DOTS =
      ascii(BEGINNING + "#EXTINF:1,\n" + "./".repeat(1_048_000) + "a.ts\n");
  private static final byte[] LONG_NAMES = longNames();
  private static final byte[] NOISE = noise(SEGMENT_LIMIT + MIB);

  private HostilePushes() {}

  /** A long playlist of the shortest entries, all of the same name. */
  static void oneNameManyTimes(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    push(target, FloodTarget.randomSession(chance), "o.m3u8", ONE_NAME, answers);
  }

  /** A playlist of one address, of two million characters that mean nothing. */
  static void dots(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    push(target, FloodTarget.randomSession(chance), "o.m3u8", DOTS, answers);
  }

  /** A playlist of 1,024 names of two kilobytes, none of which will ever come. */
  static void longNames(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    push(target, FloodTarget.randomSession(chance), "o.m3u8", LONG_NAMES, answers);
  }

  static void noisyPlaylist(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    String head = put(FloodTarget.randomSession(chance), "o.m3u8", PLAYLIST_BYTES);
    send(target, head, chance.nextInt(MIB), PLAYLIST_BYTES, answers);
  }

  /** A segment of nothing, from a byte to more than may be; half of them have less than 64 KiB. */
  static void noise(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    int length = (int) Math.pow(2, chance.nextDouble() * 25.04);
    String head = put(FloodTarget.randomSession(chance), "o0.ts", length);
    send(target, head, chance.nextInt(MIB / 2), length, answers);
  }

  /** A segment that begins as it should, and that no playlist will ever name. */
  static void neverListed(FloodTarget target, Random chance, Consumer<HostileAnswer> answers)
      throws IOException {
    byte[] segment = SyntheticSegments.ofFiftyKilobytes("flood").get(chance.nextInt());
    push(target, FloodTarget.randomSession(chance), "o0.ts", segment, answers);
  }

  private static void push(
      FloodTarget target, String session, String name, byte[] body, Consumer<HostileAnswer> answers)
      throws IOException {
    try (HostileConnection connection = target.connect()) {
      connection.send(put(session, name, body.length));
      connection.send(body, 0, body.length);
      answers.accept(connection.answer());
    }
  }

  private static void send(
      FloodTarget target, String head, int offset, int length, Consumer<HostileAnswer> answers)
      throws IOException {
    try (HostileConnection connection = target.connect()) {
      connection.send(head);
      connection.send(NOISE, offset, length);
      answers.accept(connection.answer());
    }
  }

  private static String put(String session, String name, int length) {
    String path = "/ingest/" + session + "/" + name;
    return FloodTarget.request("PUT", path, "Content-Length: " + length + "\r\n");
  }

  private static byte[] longNames() {
    StringBuilder playlist = new StringBuilder(BEGINNING);
    String name = "n".repeat(1_980);
    for (int i = 0; i < 1_024; i++) {
      playlist.append("#EXTINF:2,\n").append(name).append(i).append(".ts\n");
    }
    return ascii(playlist.toString());
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
