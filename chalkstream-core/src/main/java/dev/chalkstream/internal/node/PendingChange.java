package dev.chalkstream.internal.node;

import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.internal.transition.Transition;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stream that waits to be written, perhaps together with others. Guarded by the lock
 * of its {@link StreamHead}.
 */
final class PendingChange {

  private final Command command;
  private Transition.@Nullable Outcome outcome;
  private @Nullable Throwable failure;
  private boolean done;

  PendingChange(Command command) {
    this.command = command;
  }

  /** What is to be done, on a revision that may yet be lost; then it is done again on the next. */
  Command command() {
    return command;
  }

  /** Notes what became of it on the revision on which it was done last. */
  void note(Transition.Outcome became) {
    outcome = became;
  }

  /** What was noted last is stored. */
  void succeed() {
    done = true;
  }

  /** Nothing that was noted is known to be stored. */
  void fail(Throwable cause) {
    failure = cause;
    done = true;
  }

  /** Whatever has kept it from being written, it was not. */
  void giveUp() {
    if (!done) {
      fail(new IllegalStateException("the write was broken off"));
    }
  }

  boolean isDone() {
    return done;
  }

  Transition.Outcome outcome() throws IOException {
    Throwable cause = failure;
    Transition.Outcome value = outcome;
    if (done && cause == null && value != null) {
      return value;
    }
    if (cause instanceof IOException || cause instanceof UncheckedIOException) {
      throw Damage.wrap("the stream could not be changed: " + cause.getMessage(), cause);
    }
    throw new IllegalStateException("the stream could not be changed", cause);
  }
}
