package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

/** The one place that knows in which container it is, for what the specification leaves open. */
final class Containers {

  private static final String TOMCAT = "Apache Tomcat/";

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

  private static boolean isTomcat(ServletContext context) {
    return context.getServerInfo().startsWith(TOMCAT);
  }
}
