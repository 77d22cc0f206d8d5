package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which of some secret tokens a request presents in its header {@code Authorization}, as
 * a bearer token or as the password of Basic authentication. Immutable.
 */
final class AccessTokens {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final List<String> tokens;

  private AccessTokens(Collection<String> tokens) {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("there is one bearer token at least");
    }
    tokens.forEach(AccessTokens::check);
    this.tokens = List.copyOf(tokens);
  }

  static AccessTokens of(String... tokens) {
    return new AccessTokens(List.of(tokens));
  }

  static AccessTokens of(Collection<String> tokens) {
    return new AccessTokens(tokens);
  }

  /** The token that a request presents as Bearer (RFC 6750), or empty if it presents none. */
  Optional<String> findBearer(HttpServletRequest request) {
    return credentials(request, BEARER).flatMap(token -> find(token.getBytes(UTF_8)));
  }

  /**
   * The token that a request presents as Bearer, or as Basic (RFC 7617) with any user name; empty
   * if it presents none.
   */
  Optional<String> findBearerOrPassword(HttpServletRequest request) {
    return findBearer(request)
        .or(() -> credentials(request, BASIC).flatMap(AccessTokens::password).flatMap(this::find));
  }

  private static Optional<String> credentials(HttpServletRequest request, String scheme) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
        .map(value -> value.substring(scheme.length()).strip());
  }

  /** What stands behind the first colon, since a user name has none. */
  private static Optional<byte[]> password(String credentials) {
    byte[] pair;
    try {
      pair = Base64.getDecoder().decode(credentials);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
    String text = new String(pair, UTF_8);
    int colon = text.indexOf(':');
    return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1).getBytes(UTF_8));
  }

  private Optional<String> find(byte[] presented) {
    Optional<String> found = Optional.empty();
    // To the end in any case, so that the time tells nothing about which it was.
    for (String token : tokens) {
      if (MessageDigest.isEqual(presented, token.getBytes(UTF_8))) {
        found = Optional.of(token);
      }
    }
    return found;
  }

  private static void check(String token) {
    boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (token.isEmpty() || !visible) {
      throw new IllegalArgumentException("a bearer token is made of visible ASCII characters");
    }
  }
}
