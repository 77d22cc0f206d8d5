package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Decides who may watch. Asked for every playlist and every segment, before the store is and
 * whatever the viewer holds already; the waiting room's poster, which is the same for all, is for
 * everyone. Unless it is {@link #ALLOW_ALL}, answers are for the viewer's own cache only ({@code
 * Cache-Control: private}).
 *
 * <p>Players send headers and cookies with playlists, if at all, and seldom with segments. {@link
 * PlaybackTokens} put the permission into the path, which every player keeps.
 *
 * <p>Called by many threads at once, each a thread of the container's, and must be quick: a viewer
 * asks about once a second.
 */
@FunctionalInterface
public interface PlaybackAuthorizer {

  /** Lets everyone watch who knows a stream id. */
  PlaybackAuthorizer ALLOW_ALL = (request, stream) -> Decision.ALLOW;

  /** What becomes of a request to watch. */
  enum Decision {
    /** It goes on. */
    ALLOW,
    /** It does not say who it is from, or not credibly: 401. */
    UNAUTHENTICATED,
    /** It is known who it is from, and it is not for them, or not any more: 403. */
    FORBIDDEN
  }

  /**
   * Decides on one request.
   *
   * @param request the request
   * @param stream the stream that it asks for
   * @return the decision
   * @throws Exception if no decision could be reached; the viewer is told to come again (503), and
   *     not that it may not watch
   */
  Decision authorize(HttpServletRequest request, StreamId stream) throws Exception;

  /**
   * Lets those watch who present one of these tokens as {@code Authorization: Bearer} (RFC 6750).
   * Basic is not taken, since it is a browser's own dialog, and players send what they are told.
   * Tokens are compared in constant time.
   *
   * @param tokens one token or more, of visible ASCII characters
   * @return the authorizer
   * @throws IllegalArgumentException if there is none, or one is empty or has other characters
   */
  static PlaybackAuthorizer bearerToken(String... tokens) {
    AccessTokens known = AccessTokens.of(tokens);
    return (request, stream) ->
        known.findBearer(request).isPresent() ? Decision.ALLOW : Decision.UNAUTHENTICATED;
  }
}
