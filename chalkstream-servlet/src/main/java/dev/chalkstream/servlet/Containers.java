package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** The one place that knows in which container it is, for what the specification leaves open. */
final class Containers {

  private static final String TOMCAT = "Apache Tomcat/";
  private static final String JETTY = "jetty/";

  private Containers() {}

  /** Whether nobody can read a body any more once the answer to it is whole: Tomcat, from 11 on. */
  static boolean endsBodyWithAnswer(HttpServletRequest request) {
    ServletContext context = request.getServletContext();
    boolean servlet61 =
        context.getMajorVersion() > 6
            || context.getMajorVersion() == 6 && context.getMinorVersion() > 0;
    return servlet61 && isTomcat(context);
  }

  /**
   * Ends a request that is at its time limit and has its answer, while its body is still on the
   * way. To be called by a listener that hears of the limit.
   */
  static void breakOff(HttpServletRequest request, AsyncContext async) {
    // Undertow would wait for the rest of the body before it completes, with a thread. It and Jetty
    // close the connection of whom nobody completes. Tomcat would look for an error page to show.
    if (isTomcat(request.getServletContext())) {
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
    if (isTomcat(request.getServletContext())) {
      async.complete();
    }
  }

  private static boolean isTomcat(ServletContext context) {
    return context.getServerInfo().startsWith(TOMCAT);
  }
}
