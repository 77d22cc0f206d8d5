package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.PlaylistPush;
import dev.chalkstream.PushName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.media.MediaFile;

/** Takes what HLS encoders push: segments and playlists under names of their own. */
final class PushHandler {

  private static final int MAX_DELETION_BYTES = 4 << 10;

  /** Whose stream something is pushed to, and under which name. */
  private record Target(SessionId session, PushName name) {

    StreamId stream() {
      return session.streamId();
    }
  }

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
    Target target = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, target);
      return;
    }
    if (exchange.header("X-Sequence").isPresent() || exchange.header("X-Duration").isPresent()) {
      throw Problems.malformed(
          "an upload with X-Sequence and X-Duration is named by the SHA-256 of its body in 64"
              + " lower-case hexadecimal digits; without them, by any name");
    }
    ContentCodings.checkNone(exchange);
    UploadSlot slot = gate.admit(target.stream());
    bodies.read(
        exchange,
        BodyReader.Wanted.bytes(
            target.stream(),
            route.resource() == Resource.PUSHED_FRAGMENTS
                ? SessionQueue.Kind.PUSHED_FRAGMENTS
                : SessionQueue.Kind.PUSHED_SEGMENT,
            target.name().value(),
            slot,
            chalkstream.policy().maxSegmentBytes(),
            body -> {
              exchange.bodyIs(body.remaining());
              chalkstream.pushSegment(target.session(), target.name(), body);
              if (!MediaFile.isInitialization(body)) {
                slot.taken();
              }
            }));
  }

  void playlist(Exchange exchange, Route route) throws Exception {
    Target target = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, target);
      return;
    }
    boolean compressed = ContentCodings.isGzip(exchange);
    UploadSlot slot = gate.admit(target.stream());
    bodies.read(
        exchange,
        BodyReader.Wanted.playlist(
            target.stream(),
            target.name().value(),
            slot,
            chalkstream.beginPlaylist(target.session(), target.name()),
            compressed,
            body -> {
              PlaylistPush playlist = body.whole();
              exchange.bodyIs(body.length());
              if (playlist.push()) {
                gate.completed(target.stream());
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
    Target target = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, target);
      return;
    }
    refusals.subtitles(target.stream());
    UnstoredBody.read(exchange, chalkstream.policy().maxSegmentBytes());
  }

  /** Takes a track of CMAF, or a deletion of what has been sent of it. */
  void track(Exchange exchange, Route route, TrackHandler tracks) throws Exception {
    Target target = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, target);
    } else {
      tracks.take(exchange, target.session(), target.name());
    }
  }

  /** Takes no note of manifests of DASH: the tracks say what is in them. */
  void manifest(Exchange exchange, Route route) throws Exception {
    Target target = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, target);
    } else {
      UnstoredBody.read(exchange, chalkstream.policy().maxSegmentBytes());
    }
  }

  /** Refuses a file of another kind. */
  void other(Exchange exchange, Route route) throws Exception {
    Target target = open(exchange, route);
    if (isDeletion(exchange)) {
      delete(exchange, target);
      return;
    }
    throw Problems.unsupportedType(
        "unsupported-file",
        "Unsupported kind of file",
        "what is pushed is MPEG transport streams (.ts, .mpegts, .m2t) or fragmented MP4 (.m4s,"
            + " .mp4, .m4v, .m4a, .cmfv, .cmfa), and media playlists (.m3u8, .m3u); let the encoder"
            + " write its segments as one of these (ffmpeg: -hls_segment_type mpegts or fmp4)");
  }

  private static boolean isDeletion(Exchange exchange) {
    return exchange.request().getMethod().equals("DELETE");
  }

  /**
   * What has been pushed goes by itself when its time is over, and what viewers are shown stays
   * until then. Some encoders send a body of nothing, which must be read to keep their connection.
   */
  private void delete(Exchange exchange, Target target) throws Exception {
    bodies.read(
        exchange,
        BodyReader.Wanted.bytes(
            target.stream(),
            SessionQueue.Kind.FREE,
            target.name().value(),
            gate.admit(),
            MAX_DELETION_BYTES,
            body -> {}));
  }

  private Target open(Exchange exchange, Route route) throws ProblemException {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    PushName name = Parse.orMalformed(() -> PushName.of(route.name()));
    gate.authorize(exchange, session);
    return new Target(session, name);
  }
}
