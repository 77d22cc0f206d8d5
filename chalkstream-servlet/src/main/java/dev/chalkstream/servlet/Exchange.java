package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and its answer. */
final class Exchange {

  static final String NO_STORE = "no-store";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private boolean bodyRead;
  private volatile long bytesRead = -1;
  private volatile @Nullable String challenge;
  private volatile Consumer<Problem> problems = problem -> {};

  Exchange(HttpServletRequest request, HttpServletResponse response) {
    this.request = request;
    this.response = response;
  }

  HttpServletRequest request() {
    return request;
  }

  HttpServletResponse response() {
    return response;
  }

  boolean isHead() {
    return request.getMethod().equals("HEAD");
  }

  /** A header that is sent once or not at all. */
  Optional<String> header(String name) throws ProblemException {
    List<String> values = Collections.list(request.getHeaders(name));
    if (values.size() > 1) {
      throw Problems.malformed("the header " + name + " is there more than once");
    }
    return values.stream().map(String::strip).findFirst();
  }

  /** A header that is a list: all its values joined by commas, empty if there are none. */
  String listHeader(String name) {
    return String.join(",", Collections.list(request.getHeaders(name)));
  }

  /** Says who hears of the problem that this request is answered with, if it is. */
  void onProblem(Consumer<Problem> listener) {
    problems = listener;
  }

  /** Makes an answer of 401 name one more way in which a client may say who it is. */
  void alsoChallenge(String way) {
    challenge = way;
  }

  /** Notes how long the body has proved to be. */
  void bodyIs(long bytes) {
    bytesRead = bytes;
  }

  /** How long the body is, by what has come or else by what was announced; negative if unknown. */
  long bodySize() {
    return bytesRead < 0 ? request.getContentLengthLong() : bytesRead;
  }

  /** Notes that the body has been read to its end. */
  void bodyRead() {
    bodyRead = true;
  }

  /** Whether a body is on its way that has not been read, and that the client will send. */
  boolean hasPendingBody() {
    boolean announced =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    return announced && !bodyRead && !expectsContinue();
  }

  /** Whether a body is announced that the client sends when it is told to, and not before. */
  boolean expectsContinue() {
    return !bodyRead && "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
  }

  /** Lets the request go on without its thread. */
  AsyncContext startAsync(Duration limit) {
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(limit.toMillis());
    return async;
  }

  /** Makes the connection end with this answer, since the rest of the body is of no use. */
  void closeAfterwards() {
    if (request.getProtocol().startsWith("HTTP/1")) {
      response.setHeader("Connection", "close");
    }
  }

  void accepted() throws IOException {
    response.setHeader("Cache-Control", NO_STORE);
    send(HttpServletResponse.SC_ACCEPTED, "text/plain;charset=utf-8", "OK".getBytes(UTF_8));
  }

  /** What was sent is taken; of a deletion there is nothing more to say. */
  void taken() throws IOException {
    if (request.getMethod().equals("DELETE")) {
      response.setHeader("Cache-Control", NO_STORE);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      accepted();
    }
  }

  /** Sends the client elsewhere for the time being. */
  void redirect(URI target, String cacheControl) {
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", target.toString());
    response.setHeader("Cache-Control", cacheControl);
    response.setContentLength(0);
  }

  /** The one place where a request is told that it has failed. */
  void problem(Problem problem) throws IOException {
    problems.accept(problem);
    if (!response.isCommitted()) {
      // What was to be sent before something went wrong is no part of this answer.
      response.resetBuffer();
    }
    response.setHeader("Cache-Control", NO_STORE);
    problem.headers().forEach(response::setHeader);
    String way = challenge;
    if (way != null && problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      // A line of its own, since some clients look only at the beginning of each.
      response.addHeader("WWW-Authenticate", way);
    }
    send(problem.status(), Problem.CONTENT_TYPE, problem.toJson());
  }

  /** Answers at once, with the last that is heard on this connection. */
  void lastProblem(Problem problem) throws IOException {
    closeAfterwards();
    problem(problem);
    flush();
  }

  /** Sends at once what the answer says so far. */
  void flush() throws IOException {
    try {
      response.flushBuffer();
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  /** Answers with few bytes, which fit into the container's buffer. */
  private void send(int status, String contentType, byte[] body) throws IOException {
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(body.length);
    if (!isHead()) {
      try {
        response.getOutputStream().write(body);
      } catch (IOException e) {
        throw new ClientGoneException(e);
      }
    }
  }
}
