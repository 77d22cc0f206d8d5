package dev.chalkstream.internal.resource;

import java.time.Duration;

/**
 * How long a request waits for what a store is slow to do. A read that has been at work for longer
 * is not waited for at all, so a store that hangs holds up only those who come first.
 *
 * @param playlist for what viewers could do without, because an older playlist is known
 * @param stream for a stream of which nothing is known
 * @param bytes for a segment's bytes, or for the change of a stream that is before one's own
 */
public record Patience(Duration playlist, Duration stream, Duration bytes) {

  public static final Patience STANDARD =
      new Patience(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10));
}
