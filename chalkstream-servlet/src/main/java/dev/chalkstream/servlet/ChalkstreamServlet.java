package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import jakarta.servlet.http.HttpServlet;
import java.util.Objects;

/** Everything under one mapping. */
public final class ChalkstreamServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Chalkstream chalkstream;

  /**
   * Serves an instance that the application has made.
   *
   * @param chalkstream the instance; not closed by the servlet
   */
  public ChalkstreamServlet(Chalkstream chalkstream) {
    this.chalkstream = Objects.requireNonNull(chalkstream, "chalkstream");
  }
}
