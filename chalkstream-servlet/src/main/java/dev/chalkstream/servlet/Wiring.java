package dev.chalkstream.servlet;

import dev.chalkstream.Chalkstream;
import java.util.Objects;

/** What a servlet serves, and under which rules. */
record Wiring(
    Chalkstream chalkstream,
    IngestAuthorizer authorizer,
    CorsPolicy cors,
    SegmentRedirect redirect) {

  Wiring {
    Objects.requireNonNull(chalkstream, "chalkstream");
    Objects.requireNonNull(authorizer, "authorizer");
    Objects.requireNonNull(cors, "cors");
    Objects.requireNonNull(redirect, "redirect");
  }
}
