package dev.chalkstream;

import java.io.IOException;

/** Lets tests in other packages do by hand what an instance does in the background. */
public final class Stepped {

  private Stepped() {}

  /** An instance in which nothing happens in the background. */
  public static Chalkstream build(ChalkstreamBuilder builder) {
    return builder.withoutBackground().build();
  }

  /** Completes, expires and deletes what is due. */
  public static void tick(Chalkstream node) {
    node.tick();
  }

  /** Looks through the whole store. */
  public static void scan(Chalkstream node) throws IOException {
    node.scan();
  }
}
