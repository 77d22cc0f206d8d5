package dev.chalkstream.media.cmaf;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What ffprobe sees in a file.
 *
 * @param entries its streams and packets
 */
record Seen(List<Map<String, String>> entries) {

  /** A packet: when it is shown and decoded, and which bytes of the file it is. */
  record Packet(long pts, long dts, boolean key, long position, long size) {}

  private Stream<Map<String, String>> section(String name) {
    return entries.stream().filter(entry -> name.equals(entry.get("section")));
  }

  Map<String, String> stream(int id) {
    return section("stream")
        .filter(entry -> Integer.decode(entry.get("id")) == id)
        .findFirst()
        .orElseThrow();
  }

  /** The packets of a stream, in the order in which they are decoded. */
  List<Packet> packets(int id) {
    String index = stream(id).get("index");
    return section("packet")
        .filter(entry -> entry.get("stream_index").equals(index))
        .map(Seen::packet)
        .toList();
  }

  private static Packet packet(Map<String, String> entry) {
    return new Packet(
        Long.parseLong(entry.get("pts")),
        Long.parseLong(entry.get("dts")),
        entry.get("flags").startsWith("K"),
        Long.parseLong(entry.get("pos")),
        Long.parseLong(entry.get("size")));
  }
}
