package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.time.InstantSource;

/** Lets broadcasters in: those who may publish, and as much of it as there is room for. */
final class IngestGate {

  private final IngestAuthorizer authorizer;
  private final UploadBudget budget;
  private final LiveStreams live;

  IngestGate(Wiring wiring, InstantSource clock) {
    ServletOptions options = wiring.options();
    Chalkstream chalkstream = wiring.chalkstream();
    this.authorizer = options.ingest();
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

  /** How many bytes of uploads may be in memory. */
  long byteLimit() {
    return budget.limit();
  }

  /** Makes room for a segment or a playlist, of which a stream may send so many in a minute. */
  UploadSlot admit(StreamId stream) throws ProblemException {
    live.begin(stream);
    return new UploadSlot(budget, taken -> live.end(stream, taken));
  }

  /** Makes room for the completion of a stream; where it is not live, that counts as an upload. */
  UploadSlot admitCompletion(StreamId stream) throws ProblemException {
    live.beginCompletion(stream);
    return new UploadSlot(budget, taken -> live.end(stream, false));
  }

  /** Makes room for a body that adds nothing to any stream. */
  UploadSlot admit() {
    return new UploadSlot(budget, taken -> {});
  }

  /** Notes that a stream is over. */
  void completed(StreamId stream) {
    live.completed(stream);
  }

  void authorize(Exchange exchange, SessionId session) throws ProblemException {
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
