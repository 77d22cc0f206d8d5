package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.InstantSource;

/** Takes segments and completions. */
final class IngestHandler {

  private final Chalkstream chalkstream;
  private final IngestAuthorizer authorizer;
  private final Duration uploadTimeout;
  private final UploadBudget budget;
  private final LiveStreams live;

  IngestHandler(Wiring wiring, Duration uploadTimeout, InstantSource clock) {
    this.chalkstream = wiring.chalkstream();
    ServletOptions options = wiring.options();
    this.authorizer = options.ingest();
    this.uploadTimeout = uploadTimeout;
    this.budget = new UploadBudget(wiring.maxUploadBytes(), clock);
    this.live =
        new LiveStreams(
            options.maxUploadsPerMinute(),
            options.maxLiveStreams(),
            chalkstream.policy().completionTimeout(),
            clock);
  }

  /** How many bytes of uploads are in memory. */
  long bytesHeld() {
    return budget.held();
  }

  /** Everything that can be refused without the body is refused before it is read. */
  void upload(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    SegmentUpload.Builder upload = SegmentUpload.builder(session);
    upload.digest(Parse.orMalformed(() -> SegmentDigest.of(route.bareName())));
    UploadHeaders.read(exchange, upload);
    authorize(exchange, session);
    UploadSlot slot = admit(session.streamId());
    BodyReader.read(
        exchange,
        new BodyReader.Limits(chalkstream.policy().maxSegmentBytes(), uploadTimeout),
        slot,
        body -> {
          chalkstream.ingest(upload.body(body).build());
          slot.taken();
        });
  }

  private UploadSlot admit(StreamId stream) throws ProblemException {
    live.begin(stream);
    return new UploadSlot(budget, taken -> live.end(stream, taken));
  }

  void complete(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    authorize(exchange, session);
    chalkstream.complete(session);
    live.completed(session.streamId());
    exchange.accepted();
  }

  private void authorize(Exchange exchange, SessionId session) throws ProblemException {
    IngestAuthorizer.Decision decision =
        AccessProblems.orUndecided(
            "ingest", () -> authorizer.authorize(exchange.request(), session));
    switch (decision) {
      case ALLOW -> {
        return;
      }
      case UNAUTHENTICATED -> throw AccessProblems.unauthenticated("publishing");
      case FORBIDDEN -> throw AccessProblems.forbidden("publishing");
    }
  }
}
