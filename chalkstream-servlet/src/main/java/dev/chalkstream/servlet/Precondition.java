package dev.chalkstream.servlet;

/** What {@code If-Match} and {@code If-None-Match} come to (RFC 9110, section 13.2.2). */
enum Precondition {
  /** What is there is to be sent. */
  HOLDS,
  /** The client has it already: 304. */
  NOT_MODIFIED,
  /** The client wants another than is there: 412. */
  FAILS;

  /**
   * Evaluates the headers of a request that would be answered with what is there.
   *
   * @param tag the quoted strong tag of what is there
   */
  static Precondition of(Exchange exchange, String tag) {
    String wanted = exchange.listHeader("If-Match");
    if (!wanted.isEmpty() && !EntityTags.anyStronglyMatches(wanted, tag)) {
      return FAILS;
    }
    String held = exchange.listHeader("If-None-Match");
    return EntityTags.anyMatches(held, tag) ? NOT_MODIFIED : HOLDS;
  }
}
