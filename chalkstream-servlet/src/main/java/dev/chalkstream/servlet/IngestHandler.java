package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import java.time.Duration;

/** Takes segments and completions. */
final class IngestHandler {

  private final Chalkstream chalkstream;
  private final IngestGate gate;
  private final Duration uploadTimeout;

  IngestHandler(Chalkstream chalkstream, IngestGate gate, Duration uploadTimeout) {
    this.chalkstream = chalkstream;
    this.gate = gate;
    this.uploadTimeout = uploadTimeout;
  }

  /** Everything that can be refused without the body is refused before it is read. */
  void upload(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    SegmentUpload.Builder upload = SegmentUpload.builder(session);
    upload.digest(Parse.orMalformed(() -> SegmentDigest.of(route.bareName())));
    UploadHeaders.read(exchange, upload);
    gate.authorize(exchange, session);
    UploadSlot slot = gate.admit(session.streamId());
    BodyReader.read(
        exchange,
        new BodyReader.Limits(chalkstream.policy().maxSegmentBytes(), uploadTimeout),
        slot,
        body -> {
          chalkstream.ingest(upload.body(body).build());
          slot.taken();
        });
  }

  void complete(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    gate.authorize(exchange, session);
    UploadSlot slot = gate.admitCompletion(session.streamId());
    try {
      chalkstream.complete(session);
    } finally {
      slot.close();
    }
    gate.completed(session.streamId());
    exchange.accepted();
  }
}
