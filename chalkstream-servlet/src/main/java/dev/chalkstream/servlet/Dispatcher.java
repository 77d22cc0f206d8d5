package dev.chalkstream.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Leads requests to those who serve them, and failures to their answers. */
final class Dispatcher implements AutoCloseable {

  private final Route.Table routes;
  private final CorsPolicy cors;
  private final PlaybackGate gate;
  private final IngestGate broadcasters;
  private final IngestHandler ingest;
  private final PushHandler pushes;
  private final TrackHandler tracks;
  private final PlaylistHandler playlists;
  private final SegmentHandler segments;
  private final PosterHandler poster;
  private final RefusalLog refusals = new RefusalLog();
  private final StoreThreads storeThreads = new StoreThreads();

  Dispatcher(Route.Table routes, Wiring wiring, Duration uploadTimeout) {
    this.routes = routes;
    this.cors = wiring.options().cors();
    this.gate = new PlaybackGate(wiring.options().playback());
    InstantSource clock = new SteadyClock();
    this.broadcasters = new IngestGate(wiring, refusals, clock);
    UploadOrder order = new UploadOrder(broadcasters.byteLimit() / 2, clock);
    BodyReader bodies = new BodyReader(uploadTimeout, storeThreads, order);
    this.ingest = new IngestHandler(wiring.chalkstream(), broadcasters, bodies);
    this.pushes = new PushHandler(wiring.chalkstream(), broadcasters, bodies, refusals);
    this.tracks =
        new TrackHandler(wiring.chalkstream(), broadcasters, storeThreads, clock, uploadTimeout);
    this.playlists =
        new PlaylistHandler(wiring.chalkstream(), gate, wiring.options().viewerCounts());
    this.segments =
        new SegmentHandler(wiring.chalkstream(), gate, wiring.options().segmentRedirect());
    this.poster = new PosterHandler(wiring.chalkstream());
  }

  /** How many bytes of uploads are in memory. */
  long uploadBytesHeld() {
    return broadcasters.bytesHeld();
  }

  /** Lets what is being stored come to its end. */
  @Override
  public void close() {
    storeThreads.close();
  }

  void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Exchange exchange = new Exchange(request, response);
    cors.apply(request, response);
    response.setHeader("X-Content-Type-Options", "nosniff");
    try {
      serve(exchange);
    } catch (Exception e) {
      Refusal.answer(exchange, e);
    }
  }

  private void serve(Exchange exchange) throws Exception {
    String path = Route.relativePath(exchange.request());
    if (exchange.request().getMethod().equals("OPTIONS")) {
      options(exchange, find(path).map(Route::resource).map(Resource::allow).orElse(""));
      return;
    }
    Route route =
        find(path).orElseThrow(() -> Problems.notFound("there is nothing under this path"));
    if (route.resource().isIngest()) {
      exchange.onProblem(problem -> refusals.refused(exchange, route, problem));
    }
    String method = exchange.request().getMethod();
    if (!route.resource().allows(method)) {
      throw Problems.methodNotAllowed(route.resource(), method);
    }
    switch (route.resource()) {
      case UPLOAD -> ingest.upload(exchange, route);
      case INITIALIZATION -> ingest.initialization(exchange, route);
      case PUSHED_SEGMENT, PUSHED_FRAGMENTS -> pushes.segment(exchange, route);
      case PUSHED_PLAYLIST -> pushes.playlist(exchange, route);
      case PUSHED_SUBTITLES -> pushes.subtitles(exchange, route);
      case TRACK -> pushes.track(exchange, route, tracks);
      case PUSHED_MANIFEST -> pushes.manifest(exchange, route);
      case PUSHED_OTHER -> pushes.other(exchange, route);
      case DIRECTORY -> throw Problems.methodNotAllowed(route.resource(), method);
      case COMPLETION -> ingest.complete(exchange, route);
      case INFO -> ingest.info(exchange, route);
      case PLAYLIST -> playlists.get(exchange, route);
      case SEGMENT -> segments.get(exchange, route);
      case POSTER -> poster.get(exchange, route);
    }
  }

  /** Where everyone may watch, there are no links with tokens. */
  private Optional<Route> find(String path) {
    return routes.find(path).filter(route -> route.token().isEmpty() || !gate.isOpen());
  }

  private void options(Exchange exchange, String allow) {
    HttpServletResponse response = exchange.response();
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Allow", allow.isEmpty() ? "OPTIONS" : allow);
    response.setHeader("Cache-Control", Exchange.NO_STORE);
    cors.applyPreflight(exchange.request(), response);
  }
}
