package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SessionId;

/** Takes what HLS encoders push: segments and playlists under names of their own. */
final class PushHandler {

  private static final int MAX_DELETION_BYTES = 4 << 10;

  private final Chalkstream chalkstream;
  private final IngestGate gate;
  private final BodyReader bodies;
  private final RefusalLog refusals;

  PushHandler(Chalkstream chalkstream, IngestGate gate, BodyReader bodies, RefusalLog refusals) {
    this.chalkstream = chalkstream;
    this.gate = gate;
    this.bodies = bodies;
    this.refusals = refusals;
  }

  void segment(Exchange exchange, Route route) throws Exception {
    SessionId session = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, session, route);
      return;
    }
    if (exchange.header("X-Sequence").isPresent() || exchange.header("X-Duration").isPresent()) {
      throw Problems.malformed(
          "an upload with X-Sequence and X-Duration is named by the SHA-256 of its body in 64"
              + " lower-case hexadecimal digits; without them, by any name");
    }
    ContentCodings.checkNone(exchange);
    UploadSlot slot = gate.admit(session.streamId());
    bodies.read(
        exchange,
        BodyReader.Wanted.bytes(
            session.streamId(),
            SessionQueue.Kind.PUSHED_SEGMENT,
            route.name(),
            slot,
            chalkstream.policy().maxSegmentBytes(),
            body -> {
              exchange.bodyIs(body.remaining());
              chalkstream.pushSegment(session, route.name(), body);
              slot.taken();
            }));
  }

  void playlist(Exchange exchange, Route route) throws Exception {
    SessionId session = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, session, route);
      return;
    }
    boolean compressed = ContentCodings.isGzip(exchange);
    UploadSlot slot = gate.admit(session.streamId());
    bodies.read(
        exchange,
        BodyReader.Wanted.playlist(
            session.streamId(),
            slot,
            chalkstream.beginPlaylist(session, route.name()),
            compressed,
            playlist -> {
              exchange.bodyIs(playlist.length());
              if (playlist.push()) {
                gate.completed(session.streamId());
              } else {
                slot.taken();
              }
            }));
  }

  /**
   * Takes note of subtitles, which are not listed: an encoder adds them by itself where its source
   * has a text track, and would end at a refusal. They are no sign of life of the stream.
   */
  void subtitles(Exchange exchange, Route route) throws Exception {
    SessionId session = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, session, route);
      return;
    }
    refusals.subtitles(session.streamId());
    UnstoredBody.read(exchange, chalkstream.policy().maxSegmentBytes());
  }

  /** Refuses a file of another kind. */
  void other(Exchange exchange, Route route) throws Exception {
    SessionId session = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, session, route);
      return;
    }
    throw Problems.unsupportedType(
        "unsupported-file",
        "Unsupported kind of file",
        "what is pushed is MPEG transport streams (.ts, .mpegts, .m2t) and media playlists (.m3u8,"
            + " .m3u); let the encoder write its segments as MPEG-TS (ffmpeg: -hls_segment_type"
            + " mpegts)");
  }

  private static boolean isDeletion(Exchange exchange) {
    return exchange.request().getMethod().equals("DELETE");
  }

  /**
   * What has been pushed goes by itself when its time is over, and what viewers are shown stays
   * until then. Some encoders send a body of nothing, which must be read to keep their connection.
   */
  private void delete(Exchange exchange, SessionId session, Route route) throws Exception {
    bodies.read(
        exchange,
        BodyReader.Wanted.bytes(
            session.streamId(),
            SessionQueue.Kind.FREE,
            route.name(),
            gate.admit(),
            MAX_DELETION_BYTES,
            body -> {}));
  }

  private SessionId open(Exchange exchange, Route route) throws ProblemException {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    Parse.orMalformed(() -> Chalkstream.checkPushName(route.name()));
    gate.authorize(exchange, session);
    return session;
  }
}
