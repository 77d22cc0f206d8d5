package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import java.time.Duration;

/** Takes segments and completions. */
final class IngestHandler {

  private final Chalkstream chalkstream;
  private final IngestAuthorizer authorizer;
  private final Duration uploadTimeout;

  IngestHandler(Chalkstream chalkstream, IngestAuthorizer authorizer, Duration uploadTimeout) {
    this.chalkstream = chalkstream;
    this.authorizer = authorizer;
    this.uploadTimeout = uploadTimeout;
  }

  /** Everything that can be refused without the body is refused before it is read. */
  void upload(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    SegmentUpload.Builder upload = SegmentUpload.builder(session);
    upload.digest(Parse.orMalformed(() -> SegmentDigest.of(route.bareName())));
    UploadHeaders.read(exchange, upload);
    authorize(exchange, session);
    BodyReader.read(
        exchange,
        chalkstream.policy().maxSegmentBytes(),
        uploadTimeout,
        body -> chalkstream.ingest(upload.body(body).build()));
  }

  void complete(Exchange exchange, Route route) throws Exception {
    SessionId session = Parse.orMalformed(() -> SessionId.of(route.id()));
    authorize(exchange, session);
    chalkstream.complete(session);
    exchange.accepted();
  }

  private void authorize(Exchange exchange, SessionId session) throws ProblemException {
    switch (decide(exchange, session)) {
      case ALLOW -> {
        return;
      }
      case UNAUTHENTICATED -> throw Problems.unauthenticated();
      case FORBIDDEN -> throw Problems.forbidden();
    }
  }

  private IngestAuthorizer.Decision decide(Exchange exchange, SessionId session)
      throws ProblemException {
    try {
      return authorizer.authorize(exchange.request(), session);
    } catch (Exception e) {
      throw Problems.undecided(e);
    }
  }
}
