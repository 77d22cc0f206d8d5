package dev.chalkstream.example.live;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Serves what can be read and not changed. Anything but GET, HEAD and OPTIONS is 405; that includes
 * TRACE, which a servlet would answer with the request's headers.
 */
abstract class ReadOnlyServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final String ALLOW = "GET, HEAD, OPTIONS";
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!refuses(request, response)) {
      super.service(request, response);
    }
  }

  /** Answers a request that is not for reading, and says whether it has done so. */
  static boolean refuses(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (METHODS.contains(request.getMethod())) {
      return false;
    }
    response.setHeader("Allow", ALLOW);
    ProblemAnswer.methodNotAllowed(request).send(response);
    return true;
  }

  @Override
  protected final void doOptions(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Allow", ALLOW);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
