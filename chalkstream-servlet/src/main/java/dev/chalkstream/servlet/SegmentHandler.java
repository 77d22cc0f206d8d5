package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Serves segments, whole or in part. They never change, so viewers may keep them. */
final class SegmentHandler {

  /** The least that can be opened to learn whether a segment is there, and its size. */
  private static final ByteRange GLIMPSE = ByteRange.between(0, 0);

  private final Chalkstream chalkstream;
  private final PlaybackGate gate;
  private final SegmentRedirect redirect;
  private final String cacheControl;

  SegmentHandler(Chalkstream chalkstream, PlaybackGate gate, SegmentRedirect redirect) {
    this.chalkstream = chalkstream;
    this.gate = gate;
    this.redirect = redirect;
    this.cacheControl = gate.cacheControl("public, max-age=31536000, immutable");
  }

  void get(Exchange exchange, Route route) throws ProblemException, IOException {
    StreamId stream = Parse.orMalformed(() -> StreamId.of(route.id()));
    SegmentName name = Parse.orMalformed(() -> SegmentName.parse(route.name()));
    gate.check(exchange, route, stream);
    Optional<URI> elsewhere =
        chalkstream
            .segmentKey(stream, name)
            .flatMap(key -> redirect.locate(key, exchange.isHead()));
    if (elsewhere.isPresent()) {
      exchange.redirect(elsewhere.get(), gate.cacheControl(redirect.cacheControl()));
      return;
    }
    String tag = EntityTags.quoted(name.digest().value());
    Precondition precondition = Precondition.of(exchange, tag);
    if (precondition == Precondition.HOLDS && !exchange.isHead()) {
      send(exchange, stream, name, tag);
      return;
    }
    // Conditions are of no account where there is nothing.
    long size = size(stream, name);
    switch (precondition) {
      case FAILS -> throw Problems.preconditionFailed();
      case NOT_MODIFIED -> describe(exchange.response(), HttpServletResponse.SC_NOT_MODIFIED, tag);
      case HOLDS -> {
        describe(exchange.response(), HttpServletResponse.SC_OK, tag);
        describeBody(exchange.response(), name);
        exchange.response().setContentLengthLong(size);
      }
    }
  }

  private void send(Exchange exchange, StreamId stream, SegmentName name, String tag)
      throws ProblemException, IOException {
    Optional<ByteRange> range = range(exchange, tag);
    Blob blob = open(stream, name, range.orElse(ByteRange.all()));
    long size = blob.info().size();
    if (range.isPresent() && blob.length() == 0) {
      blob.close();
      throw Problems.unsatisfiable(size);
    }
    HttpServletResponse response = exchange.response();
    Runnable headers =
        () -> {
          boolean partial = range.isPresent();
          describe(
              response,
              partial ? HttpServletResponse.SC_PARTIAL_CONTENT : HttpServletResponse.SC_OK,
              tag);
          describeBody(response, name);
          if (partial) {
            long last = blob.offset() + blob.length() - 1;
            response.setHeader("Content-Range", "bytes " + blob.offset() + "-" + last + "/" + size);
          }
        };
    try {
      Download.send(exchange, blob.body(), blob.length(), headers);
    } catch (DamagedBlobException e) {
      if (response.isCommitted()) {
        throw e;
      }
      // It is a gap in the playlist from now on, and players go on behind it.
      throw Problems.notFound("segment " + name + " of stream " + stream + " is damaged");
    }
  }

  private static Optional<ByteRange> range(Exchange exchange, String tag) {
    String condition = exchange.listHeader("If-Range");
    boolean holds = condition.isEmpty() || EntityTags.stronglyMatches(condition, tag);
    return holds ? RangeHeader.parse(exchange.listHeader("Range")) : Optional.empty();
  }

  private long size(StreamId stream, SegmentName name) throws ProblemException, IOException {
    try (Blob blob = open(stream, name, GLIMPSE)) {
      return blob.info().size();
    }
  }

  private Blob open(StreamId stream, SegmentName name, ByteRange range)
      throws ProblemException, IOException {
    return chalkstream
        .segment(stream, name, range)
        .orElseThrow(() -> Problems.notFound("stream " + stream + " has no segment " + name));
  }

  private void describe(HttpServletResponse response, int status, String tag) {
    response.setStatus(status);
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", cacheControl);
  }

  private static void describeBody(HttpServletResponse response, SegmentName name) {
    response.setContentType(name.file().mediaType());
    response.setHeader("Accept-Ranges", "bytes");
  }
}
