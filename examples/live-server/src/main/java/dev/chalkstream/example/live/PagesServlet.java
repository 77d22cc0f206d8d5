package dev.chalkstream.example.live;

import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages: the front page of this server, and the library's pages for broadcasters and viewers
 * under addresses of their own. Their links are relative, so they work behind a proxy that adds a
 * prefix. Whatever is put into a page is a stream id or made of dots and slashes, so nothing needs
 * to be escaped. Safe for use by many threads.
 */
final class PagesServlet extends ReadOnlyServlet {

  private static final long serialVersionUID = 1L;

  /** Where the library's jar has what it hands to browsers. */
  static final String LIBRARY = "META-INF/resources/chalkstream/";

  /** The encoder of the broadcaster's sound is WebAssembly; other pages have no use for it. */
  private static final String SCRIPTS = "script-src 'self'";

  private static final String BROADCASTER_SCRIPTS = SCRIPTS + " 'wasm-unsafe-eval'";
  private static final String OTHER_POLICIES =
      "; default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " media-src 'self' blob:; worker-src blob:; base-uri 'self'; form-action 'none';"
          + " frame-ancestors 'self'";

  private final String home;
  private final String broadcaster;
  private final String player;
  private final String dashboard;
  private final String notFound;

  /**
   * Makes the pages.
   *
   * @param demoStream the stream that the front page leads to, if there is one
   */
  PagesServlet(Optional<StreamId> demoStream) {
    String demo = demoStream.map(PagesServlet::demoLink).orElseGet(PagesServlet::demoHint);
    this.home = Resources.text("pages/home.html").replace("{{demo}}", demo);
    this.broadcaster = libraryPage("broadcast.html");
    this.player = libraryPage("play.html");
    this.dashboard = libraryPage("dashboard.html");
    this.notFound = Resources.text("pages/not-found.html");
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getServletPath()) {
      case "" -> send(request, response, HttpServletResponse.SC_OK, home, SCRIPTS);
      case "/broadcast" ->
          send(request, response, HttpServletResponse.SC_OK, broadcaster, BROADCASTER_SCRIPTS);
      case "/dashboard" -> send(request, response, HttpServletResponse.SC_OK, dashboard, SCRIPTS);
      default -> {
        if (isStream(request.getPathInfo())) {
          send(request, response, HttpServletResponse.SC_OK, player, SCRIPTS);
        } else {
          send(request, response, HttpServletResponse.SC_NOT_FOUND, notFound, SCRIPTS);
        }
      }
    }
  }

  /**
   * A page of the library, whose links start from where its own files are, save that to a stream.
   */
  private static String libraryPage(String name) {
    String head = "<head>";
    return Resources.text("/" + LIBRARY + name)
        .replace(head, head + "\n  <base href=\"{{root}}chalkstream/\">")
        .replace("content=\"play.html#\"", "content=\"../play/\"");
  }

  private static String demoLink(StreamId stream) {
    return Resources.text("pages/demo-on.html").replace("{{stream}}", stream.value());
  }

  private static String demoHint() {
    return Resources.text("pages/demo-off.html");
  }

  private static boolean isStream(@Nullable String pathInfo) {
    try {
      return pathInfo != null && StreamId.of(pathInfo.substring(1)).value() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static void send(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String page,
      String scripts)
      throws IOException {
    byte[] body = page.replace("{{root}}", root(request)).getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html;charset=utf-8");
    response.setContentLength(body.length);
    response.setHeader("Content-Security-Policy", scripts + OTHER_POLICIES);
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
