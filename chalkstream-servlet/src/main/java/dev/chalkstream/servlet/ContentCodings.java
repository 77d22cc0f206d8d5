package dev.chalkstream.servlet;

import java.util.Locale;
import java.util.Set;

/** Which codings bodies of requests may have (RFC 9110, section 8.4). */
final class ContentCodings {

  private static final String HEADER = "Content-Encoding";
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
  private static final Set<String> NONE = Set.of("", "identity");

  private static final String ADVICE =
      "let the encoder send no header Content-Encoding, and the body as it is";

  private ContentCodings() {}

  /**
   * Whether a playlist is compressed.
   *
   * @throws ProblemException if it is so in another way than by gzip, once
   */
  static boolean isGzip(Exchange exchange) throws ProblemException {
    String coding = coding(exchange);
    if (!GZIP.contains(coding) && !NONE.contains(coding)) {
      throw AccessProblems.unsupportedCoding(
          "gzip, identity", "a playlist may be sent in gzip format, and in no other: " + ADVICE);
    }
    return GZIP.contains(coding);
  }

  /**
   * Refuses what is sent in any coding.
   *
   * @throws ProblemException if it is
   */
  static void checkNone(Exchange exchange) throws ProblemException {
    if (!NONE.contains(coding(exchange))) {
      throw AccessProblems.unsupportedCoding(
          "identity", "segments are not compressed further on their way: " + ADVICE);
    }
  }

  private static String coding(Exchange exchange) {
    return exchange.listHeader(HEADER).strip().toLowerCase(Locale.ROOT);
  }
}
