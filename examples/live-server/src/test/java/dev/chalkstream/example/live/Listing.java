package dev.chalkstream.example.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A playlist as a test looks at it. */
record Listing(String text) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static Listing of(ServerProcess server, String stream) throws Exception {
    return of(server.address(), stream);
  }

  static Listing of(URI server, String stream) throws Exception {
    URI playlist = server.resolve("playlist/" + stream + ".m3u8");
    HttpRequest request = HttpRequest.newBuilder(playlist).build();
    return new Listing(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  /**
   * The addresses of the segments; the waiting room has none. Gaps are none either: what stands in
   * their place is the same for all of them.
   */
  List<String> segments() {
    return segmentsOf(text);
  }

  private static List<String> segmentsOf(String text) {
    List<String> segments = new ArrayList<>();
    boolean gap = false;
    for (String line : text.lines().toList()) {
      gap |= line.equals("#EXT-X-GAP");
      if (!line.startsWith("#")) {
        if (line.contains("/chunk/") && !gap) {
          segments.add(line);
        }
        gap = false;
      }
    }
    return segments;
  }

  /** The digests of the segments. */
  List<String> digests() {
    return segments().stream()
        .map(uri -> uri.replaceAll(".*/|(-[0-9a-v]+)?\\.(ts|m4s)$", ""))
        .toList();
  }

  /** What the segments last, in seconds. */
  List<Double> durations() {
    return text.lines()
        .filter(line -> line.startsWith("#EXTINF:"))
        .map(line -> Double.parseDouble(line.replaceAll("#EXTINF:|,.*", "")))
        .toList();
  }

  /** The sum of what the segments last, in seconds. */
  double seconds() {
    return durations().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * How often the timeline breaks off, not counting the break at the top, behind the waiting room.
   */
  long breaks() {
    List<String> marks =
        text.lines()
            .filter(line -> line.equals("#EXT-X-DISCONTINUITY") || !line.startsWith("#"))
            .toList();
    return marks.stream().skip(1).filter(line -> line.startsWith("#")).count();
  }

  /** How many segments stand between two discontinuities, and before the first. */
  List<Long> runs() {
    return Stream.of(text.split("(?m)^#EXT-X-DISCONTINUITY$"))
        .map(run -> (long) segmentsOf(run).size())
        .filter(segments -> segments > 0)
        .toList();
  }

  boolean hasGaps() {
    return gaps() > 0;
  }

  /** How many segments are missing. */
  long gaps() {
    return text.lines().filter("#EXT-X-GAP"::equals).count();
  }

  boolean isOver() {
    return text.endsWith("#EXT-X-ENDLIST\n");
  }
}
