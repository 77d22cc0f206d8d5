package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;

/** Asks who may watch, and sees to it that what is not for all stays out of shared caches. */
final class PlaybackGate {

  private static final String PUBLIC = "public";
  private static final String PRIVATE = "private";

  private final PlaybackAuthorizer authorizer;

  PlaybackGate(PlaybackAuthorizer authorizer) {
    this.authorizer = authorizer;
  }

  /** Whether everyone may watch, so that there is nothing to ask. */
  boolean isOpen() {
    return PlaybackAuthorizer.ALLOW_ALL.equals(authorizer);
  }

  /** Refuses who may not watch a stream. */
  void check(Exchange exchange, Route route, StreamId stream) throws ProblemException {
    if (authorizer instanceof PlaybackTokens tokens) {
      checkLink(tokens.check(route.token(), stream));
      return;
    }
    switch (decide(exchange, stream)) {
      case ALLOW -> {
        return;
      }
      case UNAUTHENTICATED -> throw AccessProblems.unauthenticated("watching");
      case FORBIDDEN -> throw AccessProblems.forbidden("watching");
    }
  }

  /** What an answer says about caches, where it would say this if it were for everyone. */
  String cacheControl(String forEveryone) {
    if (isOpen() || forEveryone.startsWith(PRIVATE) || forEveryone.equals(Exchange.NO_STORE)) {
      return forEveryone;
    }
    return forEveryone.startsWith(PUBLIC)
        ? PRIVATE + forEveryone.substring(PUBLIC.length())
        : PRIVATE + ", " + forEveryone;
  }

  private PlaybackAuthorizer.Decision decide(Exchange exchange, StreamId stream)
      throws ProblemException {
    return AccessProblems.orUndecided(
        "playback", () -> authorizer.authorize(exchange.request(), stream));
  }

  private static void checkLink(PlaybackTokens.Verdict verdict) throws ProblemException {
    switch (verdict) {
      case VALID -> {
        return;
      }
      case MISSING ->
          throw AccessProblems.link(
              "link-missing", "Link not signed", "watching needs a signed link, /t/{token}/…");
      case INVALID ->
          throw AccessProblems.link(
              "link-invalid", "Link not valid", "the token of this link is not valid here");
      case OTHER_STREAM ->
          throw AccessProblems.link(
              "link-of-another-stream",
              "Link of another stream",
              "the token of this link is for another stream");
      case EXPIRED ->
          throw AccessProblems.link(
              "link-expired", "Link expired", "this link has expired; ask for a fresh one");
    }
  }
}
