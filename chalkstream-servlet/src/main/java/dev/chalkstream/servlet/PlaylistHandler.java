package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves playlists, plain or in gzip, each form under an entity tag of its own. */
final class PlaylistHandler {

  private static final String CONTENT_TYPE = "application/vnd.apple.mpegurl";

  private static final Logger LOG = LoggerFactory.getLogger(PlaylistHandler.class);

  private final Chalkstream chalkstream;
  private final PlaybackGate gate;
  private final Optional<ViewerCounts> viewers;
  private final String cacheControl;
  private final GzipCache gzipped = new GzipCache();

  PlaylistHandler(Chalkstream chalkstream, PlaybackGate gate, Optional<ViewerCounts> viewers) {
    this.chalkstream = chalkstream;
    this.gate = gate;
    this.viewers = viewers;
    this.cacheControl = gate.cacheControl("no-cache");
  }

  void get(Exchange exchange, Route route) throws ProblemException, IOException {
    StreamId stream = Parse.orMalformed(() -> StreamId.of(route.id()));
    gate.check(exchange, route, stream);
    HeldPlaylists held = HeldPlaylists.of(exchange.listHeader("If-None-Match"));
    Optional<PlaylistSnapshot> found;
    try {
      found = chalkstream.playlist(stream, held.tags());
    } catch (IOException e) {
      keep(exchange.response(), held.newest().orElseThrow(() -> e), e);
      count(exchange, route, stream, null);
      return;
    }
    if (found.isEmpty()) {
      throw missing(stream);
    }
    PlaylistSnapshot snapshot = found.get();
    if (!snapshot.isWaitingRoom()) {
      count(exchange, route, stream, snapshot.targetDuration().toDuration());
    }
    boolean gzip = AcceptEncoding.prefersGzip(exchange.listHeader("Accept-Encoding"));
    String tag = EntityTags.quoted(snapshot.entityTag() + (gzip ? HeldPlaylists.GZIP : ""));
    switch (Precondition.of(exchange, tag)) {
      case FAILS -> throw Problems.preconditionFailed();
      case NOT_MODIFIED -> notModified(exchange.response(), tag);
      case HOLDS -> send(exchange, tag, gzip, snapshot);
    }
  }

  private void count(
      Exchange exchange, Route route, StreamId stream, @Nullable Duration targetDuration) {
    if (viewers.isPresent() && !exchange.isHead()) {
      viewers.get().saw(exchange.request(), route.token(), stream, targetDuration);
    }
  }

  /** What cannot be had as new as the viewer has it is not worth an error, nor anything older. */
  private void keep(HttpServletResponse response, String tag, IOException fault) {
    LOG.debug("A viewer keeps the playlist that it has, the store is at fault", fault);
    notModified(response, tag);
  }

  private void notModified(HttpServletResponse response, String tag) {
    describe(response, tag);
    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
  }

  private ProblemException missing(StreamId stream) throws IOException {
    return chalkstream.status(stream).state() == StreamStatus.State.EXPIRED
        ? Problems.gone("stream " + stream + " is over, and is no longer kept")
        : Problems.notYet("nothing has been published as stream " + stream);
  }

  private void send(Exchange exchange, String tag, boolean gzip, PlaylistSnapshot snapshot)
      throws IOException {
    HttpServletResponse response = exchange.response();
    byte @Nullable [] compressed = gzip ? gzipped.compressed(snapshot) : null;
    long length = compressed == null ? snapshot.length() : compressed.length;
    Runnable headers =
        () -> {
          describe(response, tag);
          response.setStatus(HttpServletResponse.SC_OK);
          response.setContentType(CONTENT_TYPE);
          if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
          }
        };
    if (exchange.isHead()) {
      headers.run();
      response.setContentLengthLong(length);
    } else {
      InputStream body =
          compressed == null ? snapshot.open() : new ByteArrayInputStream(compressed);
      Download.send(exchange, body, length, headers);
    }
  }

  /** What an answer says, whether it has a body or the viewer has it already. */
  private void describe(HttpServletResponse response, String tag) {
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", cacheControl);
    response.addHeader("Vary", "Accept-Encoding");
  }
}
