package dev.chalkstream.servlet;

import dev.chalkstream.StreamPolicy;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the servlets have in common: the two ways in, and the way out. */
abstract class WireServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Route.Table routes;
  private final transient @Nullable Wiring given;
  private transient @Nullable SharedInstance shared;
  private transient @Nullable Dispatcher dispatcher;

  /**
   * Makes a servlet.
   *
   * @param routes the paths that it serves
   * @param given what the application has made, or null to go by the deployment descriptor
   */
  WireServlet(Route.Table routes, @Nullable Wiring given) {
    this.routes = routes;
    this.given = given;
  }

  @Override
  public void init() throws ServletException {
    Settings settings = new Settings(getServletConfig());
    Wiring wiring = given == null ? described(settings) : given;
    dispatcher = new Dispatcher(routes, wiring, settings.uploadTimeout());
  }

  private Wiring described(Settings settings) throws ServletException {
    StreamPolicy policy = settings.policy();
    ServletOptions options = settings.options(policy);
    // Last, so that nothing is left open when another setting is bad.
    settings.uploadTimeout();
    SharedInstance instance =
        SharedInstance.acquire(
            getServletContext(), settings.store(), policy, settings.waitingRoom());
    shared = instance;
    return new Wiring(instance.chalkstream(), options);
  }

  /** How many bytes of uploads are in memory. */
  long uploadBytesHeld() {
    return dispatcher == null ? 0 : dispatcher.uploadBytesHeld();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (dispatcher == null) {
      throw new ServletException("the servlet was not initialized");
    }
    Download.failIfBrokenOff(request);
    dispatcher.serve(request, response);
  }

  @Override
  public void destroy() {
    if (dispatcher != null) {
      dispatcher.close();
    }
    if (shared != null) {
      shared.release(getServletContext());
      shared = null;
    }
  }
}
