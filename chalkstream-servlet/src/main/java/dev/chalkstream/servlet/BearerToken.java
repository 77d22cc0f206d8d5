package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chalkstream.SessionId;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;

/** Knows one token. */
final class BearerToken implements IngestAuthorizer {

  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  BearerToken(String token) {
    boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (token.isEmpty() || !visible) {
      throw new IllegalArgumentException("a bearer token is made of visible ASCII characters");
    }
    this.token = token.getBytes(UTF_8);
  }

  @Override
  public Decision authorize(HttpServletRequest request, SessionId session) {
    String credentials = request.getHeader("Authorization");
    if (credentials == null || !credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Decision.UNAUTHENTICATED;
    }
    byte[] presented = credentials.substring(SCHEME.length()).strip().getBytes(UTF_8);
    return MessageDigest.isEqual(presented, token) ? Decision.ALLOW : Decision.UNAUTHENTICATED;
  }
}
