package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds out which of some secret tokens a request presents. Immutable. */
final class BearerTokens {

  private static final String SCHEME = "Bearer ";

  private final List<String> tokens;

  private BearerTokens(Collection<String> tokens) {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("there is one bearer token at least");
    }
    tokens.forEach(BearerTokens::check);
    this.tokens = List.copyOf(tokens);
  }

  static BearerTokens of(String... tokens) {
    return new BearerTokens(List.of(tokens));
  }

  static BearerTokens of(Collection<String> tokens) {
    return new BearerTokens(tokens);
  }

  /** The token that a request presents, or empty if it presents none of these. */
  Optional<String> find(HttpServletRequest request) {
    String credentials = request.getHeader("Authorization");
    if (credentials == null || !credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    byte[] presented = credentials.substring(SCHEME.length()).strip().getBytes(UTF_8);
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
