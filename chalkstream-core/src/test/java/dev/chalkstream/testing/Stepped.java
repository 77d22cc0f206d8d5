package dev.chalkstream.testing;

import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.instance.InstanceBuilder;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Lets tests in other packages do by hand what an instance does in the background. */
public final class Stepped {

  private Stepped() {}

  /** An instance in which nothing happens in the background. */
  public static Instance build(InstanceBuilder builder) {
    return builder.withoutBackground().build();
  }

  /** The same with a clock that may be set, and what counts the time apart from it. */
  public static Instance build(InstanceBuilder builder, InstantSource wall, LongSupplier nanos) {
    return build(builder.clock(wall, nanos));
  }

  /** An upload of two seconds that plays nothing, with bytes of its own. */
  public static SegmentUpload upload(SessionId session, long sequence) {
    return TestSegments.upload(session, sequence, "s" + sequence).build();
  }

  /** Completes, expires and deletes what is due. */
  public static void tick(Instance node) {
    node.tick();
  }

  /** Looks through the whole store. */
  public static void scan(Instance node) throws IOException {
    node.scan();
  }
}
