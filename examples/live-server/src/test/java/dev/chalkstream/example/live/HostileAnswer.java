package dev.chalkstream.example.live;

/**
 * What a server says to a hostile request.
 *
 * @param status the HTTP status
 * @param retryAfter whether it says when to come again
 * @param text the head, and the beginning of the body
 */
record HostileAnswer(int status, boolean retryAfter, String text) {

  /** Whether it says that the request is at fault or unknown, or when to come again. */
  boolean isDocumented() {
    return status < 500 || status == 501 || status == 505 || (status == 503 && retryAfter);
  }
}
