package dev.chalkstream.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which web pages may publish and play from other origins than the servlet's own: what is said in
 * the headers of cross-origin resource sharing, on every answer, errors included. Immutable.
 */
public final class CorsPolicy {

  private static final String ALLOWED_METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS";
  private static final String ALLOWED_HEADERS =
      "Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range,"
          + " X-Duration, X-Init, X-Run, X-Sequence, X-Target-Duration";
  private static final String EXPOSED_HEADERS =
      "Accept-Ranges, Allow, Content-Encoding, Content-Length, Content-Range, Date, ETag,"
          + " Retry-After, WWW-Authenticate";

  /** Two hours: browsers keep a preflight no longer. */
  private static final String MAX_AGE_SECONDS = "7200";

  private static final int MAX_PORT = 65_535;

  private static final CorsPolicy ANY_ORIGIN = new CorsPolicy(Mode.ANY, Set.of(), false);
  private static final CorsPolicy DISABLED = new CorsPolicy(Mode.NONE, Set.of(), false);

  private enum Mode {
    ANY,
    LISTED,
    NONE
  }

  private final Mode mode;
  private final Set<String> origins;
  private final boolean credentials;

  private CorsPolicy(Mode mode, Set<String> origins, boolean credentials) {
    this.mode = mode;
    this.origins = origins;
    this.credentials = credentials;
  }

  /**
   * Pages of any origin.
   *
   * @return the policy
   */
  public static CorsPolicy anyOrigin() {
    return ANY_ORIGIN;
  }

  /**
   * Pages of certain origins.
   *
   * @param origins one or more, such as {@code https://studio.example:8443}
   * @return the policy
   * @throws IllegalArgumentException if there is none, or one that is not a scheme, a host and
   *     perhaps a port
   */
  public static CorsPolicy origins(String... origins) {
    return origins(Arrays.asList(origins));
  }

  /**
   * Pages of certain origins.
   *
   * @param origins one or more, such as {@code https://studio.example:8443}
   * @return the policy
   * @throws IllegalArgumentException if there is none, or one that is not a scheme, a host and
   *     perhaps a port
   */
  public static CorsPolicy origins(Collection<String> origins) {
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("a list of origins has one at least");
    }
    Set<String> checked = new LinkedHashSet<>();
    origins.forEach(origin -> checked.add(check(origin)));
    return new CorsPolicy(Mode.LISTED, checked, false);
  }

  /**
   * No pages but those of the servlet's own origin: no CORS header is sent.
   *
   * @return the policy
   */
  public static CorsPolicy disabled() {
    return DISABLED;
  }

  /**
   * This policy, with pages also allowed to send cookies and other credentials of the browser's.
   *
   * @return the policy
   * @throws IllegalStateException if this is not a list of origins: with any origin, every page of
   *     the web could act in its visitor's name
   */
  public CorsPolicy withCredentials() {
    if (mode != Mode.LISTED) {
      throw new IllegalStateException("credentials are for listed origins only");
    }
    return new CorsPolicy(mode, origins, true);
  }

  /** Says on an answer who may read it. */
  void apply(HttpServletRequest request, HttpServletResponse response) {
    if (mode == Mode.LISTED) {
      response.addHeader("Vary", "Origin");
    }
    if (!admits(request)) {
      return;
    }
    boolean any = mode == Mode.ANY;
    response.setHeader("Access-Control-Allow-Origin", any ? "*" : request.getHeader("Origin"));
    response.setHeader("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    if (credentials) {
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }

  /** Says, beyond {@link #apply}, what a page may ask. */
  void applyPreflight(HttpServletRequest request, HttpServletResponse response) {
    if (admits(request)) {
      response.setHeader("Access-Control-Allow-Methods", ALLOWED_METHODS);
      response.setHeader("Access-Control-Allow-Headers", ALLOWED_HEADERS);
      response.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }
  }

  private boolean admits(HttpServletRequest request) {
    if (mode != Mode.LISTED) {
      return mode == Mode.ANY;
    }
    String origin = request.getHeader("Origin");
    return origin != null && origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static String check(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    try {
      URI uri = URI.create(lower);
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      boolean isOrigin =
          uri.getHost() != null
              && uri.getPort() <= MAX_PORT
              && lower.equals(uri.getScheme() + "://" + uri.getHost() + port);
      if (isOrigin) {
        return lower;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(notAnOrigin(origin), e);
    }
    throw new IllegalArgumentException(notAnOrigin(origin));
  }

  private static String notAnOrigin(String origin) {
    return "an origin is like https://studio.example:8443, not '" + origin + "'";
  }
}
