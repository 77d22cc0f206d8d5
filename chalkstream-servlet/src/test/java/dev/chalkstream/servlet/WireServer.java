package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.ChalkstreamBuilder;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.MediaMap;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A real server on loopback that serves a Chalkstream on a store in memory. */
final class WireServer implements AutoCloseable {

  static final int MAX_SEGMENT_BYTES = 1 << 20;

  /** Small, so that a viewer who does not read is felt soon. */
  static final int SEND_BUFFER_BYTES = 16 << 10;

  /** Far more than anything takes that ends at all. */
  static final int PATIENCE_SECONDS = 60;

  static final String SESSION = "secret-session";
  static final String STREAM = SessionId.of(SESSION).streamId().value();

  final FlakyStore store = new FlakyStore();
  final Chalkstream chalkstream;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestContainer.Running container;
  private final int port;
  private final String base;

  private WireServer(
      Options options,
      UnaryOperator<ChalkstreamBuilder> settings,
      Function<Chalkstream, Servlet> servlet)
      throws Exception {
    StreamPolicy policy = StreamPolicy.builder().maxSegmentBytes(MAX_SEGMENT_BYTES).build();
    // Most tests are about what comes from the store.
    ChalkstreamBuilder builder = Chalkstream.builder(store).policy(policy).hotSegmentBytes(0);
    chalkstream = settings.apply(builder).build();
    container = TestContainer.get().start(options, servlet.apply(chalkstream));
    port = container.port();
    String prefix = options.mapping.substring(0, options.mapping.lastIndexOf('/'));
    base = options.contextPath.replaceFirst("/$", "") + prefix;
  }

  /** How to mount the servlet. */
  record Options(
      String contextPath,
      String mapping,
      boolean async,
      int threads,
      Map<String, String> parameters) {

    static final Options DEFAULT = new Options("/", "/*", true, 16, Map.of());

    Options mountedAt(String newContextPath, String newMapping) {
      return new Options(newContextPath, newMapping, async, threads, parameters);
    }

    Options withoutAsync() {
      return new Options(contextPath, mapping, false, threads, parameters);
    }

    Options withThreads(int newThreads) {
      return new Options(contextPath, mapping, async, newThreads, parameters);
    }

    Options with(String parameter, String value) {
      return new Options(contextPath, mapping, async, threads, Map.of(parameter, value));
    }
  }

  static WireServer start() throws Exception {
    return start(Options.DEFAULT, ChalkstreamServlet::new);
  }

  static WireServer start(Options options) throws Exception {
    return start(options, ChalkstreamServlet::new);
  }

  static WireServer start(Options options, Function<Chalkstream, Servlet> servlet)
      throws Exception {
    return new WireServer(options, UnaryOperator.identity(), servlet);
  }

  /** A server of an instance that is set up otherwise. */
  static WireServer with(UnaryOperator<ChalkstreamBuilder> settings) throws Exception {
    return new WireServer(Options.DEFAULT, settings, ChalkstreamServlet::new);
  }

  int port() {
    return port;
  }

  /** Refuses what is new, and waits until what is in flight has been answered. */
  void drain() throws Exception {
    container.drain();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + base + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  HttpRequest.Builder upload(TestSegment segment, long sequence) {
    return request("/ingest/" + SESSION + "/" + segment.name())
        .header("X-Sequence", Long.toString(sequence))
        .header("X-Duration", "2.0")
        .PUT(HttpRequest.BodyPublishers.ofByteArray(segment.bytes()));
  }

  /** A segment of fragmented MP4, with the initialization section that it needs. */
  HttpRequest.Builder upload(TestSegment segment, long sequence, TestSegment initialization) {
    return upload(segment, sequence).header("X-Init", initialization.digest().value());
  }

  /** An initialization section, which has neither a number nor a duration. */
  HttpRequest.Builder announcement(TestSegment initialization) {
    return request("/ingest/" + SESSION + "/" + initialization.name())
        .PUT(HttpRequest.BodyPublishers.ofByteArray(initialization.bytes()));
  }

  HttpResponse<byte[]> publish(TestSegment segment, long sequence) throws Exception {
    return taken(upload(segment, sequence));
  }

  /** The section first, as whoever has begun does. */
  HttpResponse<byte[]> publish(TestSegment segment, long sequence, TestSegment initialization)
      throws Exception {
    taken(announcement(initialization));
    return taken(upload(segment, sequence, initialization));
  }

  private HttpResponse<byte[]> taken(HttpRequest.Builder upload) throws Exception {
    HttpResponse<byte[]> response = send(upload);
    if (response.statusCode() != 202) {
      throw new IOException("not taken: " + new String(response.body(), UTF_8));
    }
    return response;
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  static String playlistPath() {
    return "/playlist/" + STREAM + ".m3u8";
  }

  static String segmentPath(TestSegment segment) {
    return "/chunk/" + STREAM + "/" + segment.name();
  }

  /** An address such as playlists name, of a segment that nobody has published. */
  static String storedPath(TestSegment segment) {
    return "/chunk/" + STREAM + "/" + segment.digest() + "-0123456789abcdef" + segment.extension();
  }

  /** The address by which the playlist names a segment, or an initialization section. */
  String listedPath(TestSegment segment) throws IOException {
    return chalkstream.playlist(StreamId.of(STREAM)).orElseThrow().playlist().segments().stream()
        .flatMap(
            listed ->
                Stream.concat(Stream.of(listed.uri()), listed.map().map(MediaMap::uri).stream()))
        .map(uri -> uri.substring("..".length()))
        .filter(uri -> uri.contains(segment.digest().value()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    container.close();
    chalkstream.close();
    store.close();
  }
}
