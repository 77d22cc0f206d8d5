package dev.chalkstream.example.live;

import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages: the front page, and a player for each stream. Their links are relative, so they work
 * behind a proxy that adds a prefix. Whatever is put into a page is a stream id or made of dots and
 * slashes, so nothing needs to be escaped. Safe for use by many threads.
 */
final class PagesServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " media-src 'self' blob:; worker-src blob:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self'";

  private final String home;
  private final String player;
  private final String notFound;

  /**
   * Makes the pages.
   *
   * @param demoStream the stream that the front page leads to, if there is one
   */
  PagesServlet(Optional<StreamId> demoStream) {
    String demo = demoStream.map(PagesServlet::demoLink).orElseGet(PagesServlet::demoHint);
    this.home = Resources.text("pages/home.html").replace("{{demo}}", demo);
    this.player = Resources.text("pages/play.html");
    this.notFound = Resources.text("pages/not-found.html");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().isEmpty()) {
      send(request, response, HttpServletResponse.SC_OK, home);
      return;
    }
    Optional<StreamId> stream = streamId(request.getPathInfo());
    if (stream.isPresent()) {
      String page = player.replace("{{stream}}", stream.get().value());
      send(request, response, HttpServletResponse.SC_OK, page);
    } else {
      send(request, response, HttpServletResponse.SC_NOT_FOUND, notFound);
    }
  }

  private static String demoLink(StreamId stream) {
    return Resources.text("pages/demo-on.html").replace("{{stream}}", stream.value());
  }

  private static String demoHint() {
    return Resources.text("pages/demo-off.html");
  }

  private static Optional<StreamId> streamId(@Nullable String pathInfo) {
    if (pathInfo == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(StreamId.of(pathInfo.substring(1)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, int status, String page)
      throws IOException {
    byte[] body = page.replace("{{root}}", root(request)).getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html;charset=utf-8");
    response.setContentLength(body.length);
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-cache");
    response.getOutputStream().write(body);
  }

  /** The way from the page that was asked for up to the front page. */
  private static String root(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    long depth = path.chars().filter(c -> c == '/').count() - 1;
    return depth <= 0 ? "./" : "../".repeat((int) depth);
  }
}
