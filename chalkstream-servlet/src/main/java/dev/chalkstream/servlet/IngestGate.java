package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.List;

/** Lets broadcasters in: those who may publish, and as much of it as there is room for. */
final class IngestGate {

  private static final String BASIC = "Basic realm=\"publishing\", charset=\"UTF-8\"";

  /** What a browser sends with each PUT and POST of a page, whatever its origin. */
  private static final List<String> PAGE_HEADERS =
      List.of("Origin", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-Dest");

  private final IngestAuthorizer authorizer;
  private final RefusalLog refusals;
  private final UploadBudget budget;
  private final LiveStreams live;

  IngestGate(Wiring wiring, RefusalLog refusals, InstantSource clock) {
    ServletOptions options = wiring.options();
    Chalkstream chalkstream = wiring.chalkstream();
    this.authorizer = options.ingest();
    this.refusals = refusals;
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
      case ALLOW -> refusals.allowed(exchange.request(), session.streamId());
      case UNAUTHENTICATED -> {
        if (!isOfPage(exchange.request())) {
          exchange.alsoChallenge(BASIC);
        }
        throw AccessProblems.unauthenticatedBroadcaster();
      }
      case FORBIDDEN -> throw AccessProblems.forbidden("publishing");
    }
  }

  /** Whether a web page asks: then its browser would meet Basic with a dialog of its own. */
  private static boolean isOfPage(HttpServletRequest request) {
    return PAGE_HEADERS.stream().anyMatch(name -> request.getHeader(name) != null);
  }
}
