package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.StreamStatus.State;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator asks and does: {@code GET /api/streams?state=live} (or {@code complete}, or
 * {@code damaged}), {@code GET} and {@code DELETE /api/streams/{streamId}}, each with the
 * operator's token. Safe for use by many threads.
 */
final class OperatorApi extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(OperatorApi.class);
  private static final String SCHEME = "Bearer ";
  private static final Map<String, State> LISTED =
      Map.of("live", State.LIVE, "complete", State.COMPLETE, "damaged", State.DAMAGED);
  private static final String ALLOW = "GET, HEAD, DELETE";

  private final transient Chalkstream chalkstream;
  private final transient StreamIndex index;
  private final transient StreamReport report;
  private final String token;

  /**
   * Makes the operator's side of a server.
   *
   * @param chalkstream whose streams it is about
   * @param index which of them there are
   * @param report what is said of them
   * @param token what operators must show
   */
  OperatorApi(Chalkstream chalkstream, StreamIndex index, StreamReport report, String token) {
    this.chalkstream = chalkstream;
    this.index = index;
    this.report = report;
    this.token = token;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!isOperator(request)) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"operator\"");
      new ProblemAnswer(401, "Unauthorized", "this needs the operator's token").send(response);
      return;
    }
    try {
      serve(request, response);
    } catch (IOException e) {
      LOG.warn("An operator was not answered: {}", e.toString());
      response.setHeader("Retry-After", "2");
      new ProblemAnswer(
              503, "Service Unavailable", "the store is out of reach; try again in a few seconds")
          .send(response);
    }
  }

  private boolean isOperator(HttpServletRequest request) {
    String credentials = request.getHeader("Authorization");
    return credentials != null
        && credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            credentials.substring(SCHEME.length()).strip().getBytes(UTF_8), token.getBytes(UTF_8));
  }

  private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = Optional.ofNullable(request.getPathInfo()).orElse("");
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    if (path.isEmpty() && reads) {
      list(request, response);
    } else if (!path.isEmpty() && reads) {
      one(stream(path), response);
    } else if (!path.isEmpty() && request.getMethod().equals("DELETE")) {
      delete(stream(path), response);
    } else {
      response.setHeader("Allow", path.isEmpty() ? "GET, HEAD" : ALLOW);
      ProblemAnswer.methodNotAllowed(request).send(response);
    }
  }

  private void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String wanted = Optional.ofNullable(request.getParameter("state")).orElse("live");
    State state = LISTED.get(wanted);
    if (state == null) {
      new ProblemAnswer(400, "Bad Request", "state is live, complete or damaged").send(response);
      return;
    }
    json(response, report.ofAll(index.streams(), state));
  }

  private void one(Optional<StreamId> stream, HttpServletResponse response) throws IOException {
    Optional<StreamStatus> status = Optional.empty();
    if (stream.isPresent()) {
      status =
          Optional.of(chalkstream.status(stream.get()))
              .filter(found -> found.state() != State.WAITING);
    }
    if (status.isPresent()) {
      json(response, report.of(status.get()));
    } else {
      notFound(response);
    }
  }

  private void delete(Optional<StreamId> stream, HttpServletResponse response) throws IOException {
    if (stream.isEmpty() || !chalkstream.delete(stream.get())) {
      notFound(response);
      return;
    }
    index.remove(stream.get());
    LOG.info("An operator has taken down stream {}", stream.get());
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private static Optional<StreamId> stream(String path) {
    try {
      return Optional.of(StreamId.of(path.substring(1)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static void notFound(HttpServletResponse response) throws IOException {
    new ProblemAnswer(404, "Not Found", "nothing has been published under this stream id")
        .send(response);
  }

  private static void json(HttpServletResponse response, byte[] body) throws IOException {
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
