package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.media.Container;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Takes segments, initialization sections, announcements and completions. */
final class IngestHandler {

  private static final int MAX_COMPLETION_BYTES = 4 << 10;
  private static final int MAX_INFO_BYTES = 4 << 10;

  private final Chalkstream chalkstream;
  private final IngestGate gate;
  private final BodyReader bodies;

  IngestHandler(Chalkstream chalkstream, IngestGate gate, BodyReader bodies) {
    this.chalkstream = chalkstream;
    this.gate = gate;
    this.bodies = bodies;
  }

  /** Everything that can be refused without the body is refused before it is read. */
  void upload(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    SegmentUpload.Builder upload = SegmentUpload.builder(session);
    upload.digest(Parse.orMalformed(() -> SegmentDigest.of(route.bareName())));
    UploadHeaders.read(exchange, route, upload);
    gate.authorize(exchange, session);
    ContentCodings.checkNone(exchange);
    UploadSlot slot = gate.admit(session.streamId());
    bodies.read(
        exchange,
        BodyReader.Wanted.bytes(
            session.streamId(),
            SessionQueue.Kind.NUMBERED_SEGMENT,
            route.name(),
            slot,
            chalkstream.policy().maxSegmentBytes(),
            body -> {
              exchange.bodyIs(body.remaining());
              chalkstream.ingest(upload.body(body).build());
              slot.taken();
            }));
  }

  /** What follows names it, so the client waits for the answer. */
  void initialization(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    SegmentDigest digest = Parse.orMalformed(() -> SegmentDigest.of(route.bareName()));
    takeAhead(
        exchange,
        route,
        session,
        Chalkstream.MAX_INITIALIZATION_BYTES,
        body -> chalkstream.ingestInitialization(session, digest, body));
  }

  /** What a broadcaster says of its stream before the first segment. */
  void info(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    takeAhead(
        exchange,
        route,
        session,
        MAX_INFO_BYTES,
        body -> {
          Optional<Container> container = StreamInfo.parse(body).container();
          if (container.isPresent()) {
            chalkstream.announce(session, container.get());
          }
        });
  }

  /** Takes what goes ahead of segments, and so waits for none of them. */
  private void takeAhead(
      Exchange exchange,
      Route route,
      SessionId session,
      int mostBytes,
      BodyReader.Taker<ByteBuffer> taker)
      throws Exception {
    gate.authorize(exchange, session);
    ContentCodings.checkNone(exchange);
    bodies.read(
        exchange,
        BodyReader.Wanted.bytes(
            session.streamId(),
            SessionQueue.Kind.FREE,
            route.name(),
            gate.admit(session.streamId()),
            mostBytes,
            body -> {
              exchange.bodyIs(body.remaining());
              taker.take(body);
            }));
  }

  /** It waits for the store as segments do, and a body is no matter. */
  void complete(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    gate.authorize(exchange, session);
    bodies.read(
        exchange,
        BodyReader.Wanted.bytes(
            session.streamId(),
            SessionQueue.Kind.IN_TURN,
            route.name(),
            gate.admitCompletion(session.streamId()),
            MAX_COMPLETION_BYTES,
            body -> {
              chalkstream.complete(session);
              gate.completed(session.streamId());
            }));
  }
}
