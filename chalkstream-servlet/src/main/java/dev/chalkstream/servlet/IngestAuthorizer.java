package dev.chalkstream.servlet;

import dev.chalkstream.SessionId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides who may publish. Asked for every segment, every pushed playlist and deletion, and every
 * completion, after the path and the headers were found well-formed and before a byte of the body
 * is read.
 *
 * <p>Called by many threads at once, each a thread of the container's, and may block briefly.
 */
@FunctionalInterface
public interface IngestAuthorizer {

  /** Lets everyone publish who knows a session id, which is a secret of its own. */
  IngestAuthorizer ALLOW_ALL = (request, session) -> Decision.ALLOW;

  /** What becomes of a request to publish. */
  enum Decision {
    /** It goes on. */
    ALLOW,
    /** It does not say who it is from, or not credibly: 401. */
    UNAUTHENTICATED,
    /** It is known who it is from, and it is not for them: 403. */
    FORBIDDEN
  }

  /**
   * Decides on one request.
   *
   * @param request the request, whose body must be left alone
   * @param session the session that it publishes under
   * @return the decision
   * @throws Exception if no decision could be reached; the broadcaster is told to come again (503),
   *     and not that it may not publish
   */
  Decision authorize(HttpServletRequest request, SessionId session) throws Exception;

  /**
   * Lets those publish who present a token as {@code Authorization: Bearer} (RFC 6750), or as the
   * password of {@code Authorization: Basic} (RFC 7617) with any user name, as many encoders do.
   * Tokens are compared in constant time.
   *
   * @param token the token, of visible ASCII characters
   * @return the authorizer
   * @throws IllegalArgumentException if the token is empty or has other characters
   */
  static IngestAuthorizer bearerToken(String token) {
    AccessTokens known = AccessTokens.of(token);
    return (request, session) ->
        known.findBearerOrPassword(request).isPresent() ? Decision.ALLOW : Decision.UNAUTHENTICATED;
  }

  /**
   * Lets those publish who present one of several tokens, as {@link #bearerToken} takes them, each
   * under its own sessions. An unknown token is unauthenticated, a known one under another session
   * forbidden. Tokens are compared in constant time.
   *
   * @param sessions by token, of visible ASCII characters, a pattern that matches the whole of the
   *     session ids it is good for; copied
   * @return the authorizer
   * @throws IllegalArgumentException if there is no token, or one is empty or has other characters
   */
  static IngestAuthorizer bearerTokens(Map<String, Pattern> sessions) {
    Map<String, Pattern> copy = Map.copyOf(sessions);
    AccessTokens known = AccessTokens.of(copy.keySet());
    return (request, session) ->
        known
            .findBearerOrPassword(request)
            .flatMap(token -> Optional.ofNullable(copy.get(token)))
            .map(pattern -> pattern.matcher(session.value()).matches())
            .map(matches -> matches ? Decision.ALLOW : Decision.FORBIDDEN)
            .orElse(Decision.UNAUTHENTICATED);
  }
}
