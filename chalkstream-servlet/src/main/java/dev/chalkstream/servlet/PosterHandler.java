package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.BlobContent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the waiting room's clips. An application may replace them, so viewers keep them for a
 * while.
 */
final class PosterHandler {

  private final Chalkstream chalkstream;
  private final Map<MediaFile, String> tags = new ConcurrentHashMap<>();

  PosterHandler(Chalkstream chalkstream) {
    this.chalkstream = chalkstream;
  }

  void get(Exchange exchange, Route route) throws ProblemException, IOException {
    MediaFile file = MediaFile.ofName(route.name()).orElseThrow();
    BlobContent poster =
        chalkstream
            .poster(file)
            .orElseThrow(() -> Problems.notFound("the waiting room here has no such poster"));
    HttpServletResponse response = exchange.response();
    String tag = tag(file, poster);
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

  /** Read whole, but once: the posters of an instance never change. */
  private String tag(MediaFile file, BlobContent poster) throws IOException {
    String known = tags.get(file);
    if (known != null) {
      return known;
    }
    try (InputStream in = poster.open()) {
      byte[] bytes = in.readAllBytes();
      String tag = EntityTags.quoted(SegmentDigest.compute(ByteBuffer.wrap(bytes)).value());
      tags.put(file, tag);
      return tag;
    }
  }

  private static void describe(HttpServletResponse response, int status, String tag) {
    response.setStatus(status);
    response.setHeader("ETag", tag);
    response.setHeader("Cache-Control", "public, max-age=60");
  }
}
