package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that knows in which container it is, for what the specification leaves open. */
final class Containers {

  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);
  private static final String TOMCAT = "Apache Tomcat/";
  private static final String JETTY = "jetty/";
  private static final String TOMCAT_CLASSES = "org.apache.catalina.";
  private static final long SECONDS_UNTIL_TOLD = 1;

  private Containers() {}

  /**
   * Whether a refusal is told behind the body. From 11 on, nobody can read a body any more in
   * Tomcat once the answer to it is whole. Before that, a chunked body which ends early behind its
   * answer counts as in progress for ever.
   */
  static boolean answersBehindBody(HttpServletRequest request) {
    ServletContext context = request.getServletContext();
    boolean servlet61 =
        context.getMajorVersion() > 6
            || context.getMajorVersion() == 6 && context.getMinorVersion() > 0;
    return isTomcat(context) && (servlet61 || isChunked(request));
  }

  private static boolean isChunked(HttpServletRequest request) {
    return request.getHeader("Transfer-Encoding") != null;
  }

  /** What a listener does when its body has more bytes. */
  @FunctionalInterface
  interface Reading {
    void read() throws IOException;
  }

  /**
   * Reads what has come of a body, on a thread on which the container lets it be read to its end.
   *
   * <p>When Tomcat meets the last chunk of a body, it serves the connection anew on the thread that
   * reads. That is right on a thread of the application's. On one of its own, which is serving the
   * connection already, a second processor takes what the client has sent behind the body for a
   * request of its own and loses the first processor with all that hangs on it.
   *
   * <p>Where reading fails on another thread, Tomcat tells its listener too if its own thread is
   * not done yet, and then loses a request that the other thread completes. So {@code failed} hears
   * of it a second later, when that is over; a client that has broken off is in no hurry.
   *
   * @param failed hears of what goes wrong on another thread
   */
  static void read(
      HttpServletRequest request, AsyncContext async, Reading reading, Consumer<Throwable> failed)
      throws IOException {
    if (!isChunked(request) || !isTomcat(request, async)) {
      reading.read();
      return;
    }
    async.start(() -> readApart(reading, failed));
  }

  /**
   * Takes up the reading of a body that was left unread for a while, on a thread of the container's
   * for what an application runs. If it fails, {@code failed} hears of it a second later, when the
   * container's own thread is done with it, too.
   */
  static void readAgain(AsyncContext async, Reading reading, Consumer<Throwable> failed) {
    try {
      async.start(() -> readApart(reading, failed));
    } catch (IllegalStateException | RejectedExecutionException e) {
      LOG.debug("The request has ended meanwhile", e);
    }
  }

  private static void readApart(Reading reading, Consumer<Throwable> failed) {
    try {
      reading.read();
    } catch (IOException | RuntimeException | Error e) {
      CompletableFuture.delayedExecutor(SECONDS_UNTIL_TOLD, TimeUnit.SECONDS)
          .execute(() -> tell(failed, e));
    }
  }

  private static void tell(Consumer<Throwable> failed, Throwable failure) {
    try {
      failed.accept(failure);
    } catch (IllegalStateException e) {
      LOG.debug("The request has ended meanwhile", e);
    }
  }

  /**
   * Ends a request that is at its time limit and has its answer, while its body is still on the
   * way. To be called by a listener that hears of the limit.
   */
  static void breakOff(HttpServletRequest request, AsyncContext async) {
    // Undertow would wait for the rest of the body before it completes, with a thread. It and Jetty
    // close the connection of whom nobody completes. Tomcat would look for an error page to show.
    if (isTomcat(request, async)) {
      async.complete();
    }
  }

  /**
   * Whether an answer that has begun is broken off by an exception that leaves the servlet. Jetty
   * breaks off what ends before its announced length, without a word. It would log the path with
   * the exception, and there may be a secret in the path. For Tomcat, the end of the request is the
   * end of the answer.
   */
  static boolean breaksOffByException(HttpServletRequest request) {
    return !request.getServletContext().getServerInfo().startsWith(JETTY);
  }

  /**
   * Closes the connection of an answer that has begun and cannot be ended. To be called last, by
   * the thread that has the request.
   *
   * @throws IOException in containers that do so only if the servlet fails
   */
  static void breakOffAnswer(Exchange exchange, Exception failure) throws IOException {
    if (breaksOffByException(exchange.request())) {
      throw brokenOff(failure);
    }
  }

  /** What leaves the servlet then. */
  static IOException brokenOff(Exception failure) {
    return new BrokenOffException(failure);
  }

  /** Ends a request that has ended before its container told of an error. */
  static void endAgain(HttpServletRequest request, AsyncContext async) {
    if (isTomcat(request, async)) {
      async.complete();
    }
  }

  /** The name can be changed in {@code ServerInfo.properties}, the class cannot. */
  private static boolean isTomcat(HttpServletRequest request, AsyncContext async) {
    return async.getClass().getName().startsWith(TOMCAT_CLASSES)
        || isTomcat(request.getServletContext());
  }

  private static boolean isTomcat(ServletContext context) {
    return context.getServerInfo().startsWith(TOMCAT);
  }
}
