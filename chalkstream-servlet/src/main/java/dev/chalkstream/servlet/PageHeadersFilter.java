package dev.chalkstream.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Protects pages with headers that a page cannot set for itself: which other pages may show it in a
 * frame ({@code Content-Security-Policy: frame-ancestors}), that its files are what they are
 * declared to be ({@code X-Content-Type-Options}), and that its address, which may hold a signed
 * link, is told to nobody ({@code Referrer-Policy}). It is made for the pages of {@code
 * chalkstream-browser}, which the container serves by itself: map it to {@code /chalkstream/*}.
 *
 * <p>One init-parameter, {@code chalkstream.frame-ancestors}, says which pages may show these in a
 * frame: {@code 'self'}, which is also so if it is not set, {@code 'none'}, or origins between
 * spaces, as {@code frame-ancestors} takes them. The filter adds to a policy that the answer has
 * already; browsers obey both.
 */
public final class PageHeadersFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String PARAMETER = "chalkstream.frame-ancestors";

  /** No semicolon and no comma, so that nothing else can be said by it. */
  private static final Pattern SOURCES = Pattern.compile("[!-+\\--:<-~]+( [!-+\\--:<-~]+)*");

  private transient String frameAncestors;

  /** Called by the container: only pages of the same origin may show these in a frame. */
  public PageHeadersFilter() {
    this("'self'");
  }

  /**
   * Says who may show the pages in a frame, unless the init-parameter does.
   *
   * @param frameAncestors sources as {@code frame-ancestors} takes them, between spaces, such as
   *     {@code 'self' https://www.example.org}
   * @throws IllegalArgumentException if these are not sources
   */
  public PageHeadersFilter(String frameAncestors) {
    this.frameAncestors = check(frameAncestors);
  }

  @Override
  public void init(FilterConfig config) throws ServletException {
    super.init(config);
    String configured = config.getInitParameter(PARAMETER);
    try {
      frameAncestors = configured == null ? frameAncestors : check(configured.strip());
    } catch (IllegalArgumentException e) {
      throw new ServletException(PARAMETER + ": " + e.getMessage(), e);
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.addHeader("Content-Security-Policy", "frame-ancestors " + frameAncestors);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    chain.doFilter(request, response);
  }

  private static String check(String sources) {
    if (!SOURCES.matcher(sources).matches()) {
      throw new IllegalArgumentException(
          "sources are like 'self' https://www.example.org, not \"" + sources + '"');
    }
    return sources;
  }
}
