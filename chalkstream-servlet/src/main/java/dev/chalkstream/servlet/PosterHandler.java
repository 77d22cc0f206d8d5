package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.storage.BlobContent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the waiting room's clip. An application may replace it, so viewers keep it for a while.
 */
final class PosterHandler {

  private final Chalkstream chalkstream;
  private volatile @Nullable String knownTag;

  PosterHandler(Chalkstream chalkstream) {
    this.chalkstream = chalkstream;
  }

  void get(Exchange exchange) throws ProblemException, IOException {
    BlobContent poster =
        chalkstream
            .poster()
            .orElseThrow(() -> Problems.notFound("there is no waiting room here, and no poster"));
    HttpServletResponse response = exchange.response();
    String tag = tag(poster);
    switch (Precondition.of(exchange, tag)) {
      case FAILS -> throw Problems.preconditionFailed();
      case NOT_MODIFIED -> describe(response, HttpServletResponse.SC_NOT_MODIFIED, tag);
      case HOLDS -> send(exchange, poster, tag);
    }
  }

  private static void send(Exchange exchange, BlobContent poster, String tag) throws IOException {
    HttpServletResponse response = exchange.response();
    if (exchange.isHead()) {
      describe(response, HttpServletResponse.SC_OK, tag);
      response.setContentType(poster.mediaType());
      response.setContentLengthLong(poster.length());
    } else {
      Runnable headers =
          () -> {
            describe(response, HttpServletResponse.SC_OK, tag);
            response.setContentType(poster.mediaType());
          };
      Download.send(exchange, poster.open(), poster.length(), headers);
    }
  }

  /** Read whole, but once: the poster of an instance never changes. */
  private String tag(BlobContent poster) throws IOException {
    String tag = knownTag;
    if (tag == null) {
      try (InputStream in = poster.open()) {
        tag = EntityTags.quoted(SegmentDigest.compute(ByteBuffer.wrap(in.readAllBytes())).value());
      }
      knownTag = tag;
    }
    return tag;
  }

  private static void describe(HttpServletResponse response, int status, String tag) {
    response.setStatus(status);
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", "public, max-age=60");
  }
}
