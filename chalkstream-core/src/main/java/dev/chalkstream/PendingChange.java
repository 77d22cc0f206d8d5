package dev.chalkstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stream that waits to be written, perhaps together with others. Guarded by the lock
 * of its {@link StreamHead}.
 */
final class PendingChange<R> {

  private final Function<StreamEditor, R> change;
  private @Nullable R result;
  private @Nullable Throwable failure;
  private boolean done;

  PendingChange(Function<StreamEditor, R> change) {
    this.change = change;
  }

  /** Makes the change on a revision that may yet be lost; then it is made again on the next. */
  void apply(StreamEditor editor) {
    result = change.apply(editor);
  }

  /** What was applied last is stored. */
  void succeed() {
    done = true;
  }

  /** Nothing that was applied is known to be stored. */
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

  R result() throws IOException {
    Throwable cause = failure;
    R value = result;
    if (done && cause == null && value != null) {
      return value;
    }
    if (cause instanceof IOException || cause instanceof UncheckedIOException) {
      throw Damage.wrap("the stream could not be changed: " + cause.getMessage(), cause);
    }
    throw new IllegalStateException("the stream could not be changed", cause);
  }
}
