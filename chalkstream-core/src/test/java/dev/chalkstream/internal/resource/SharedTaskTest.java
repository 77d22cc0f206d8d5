package dev.chalkstream.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chalkstream.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SharedTaskTest {

  private final Queue<Executor> workers = new ArrayDeque<>();
  private final SharedTask<String> task =
      new SharedTask<>(work -> workers.remove().execute(work), new ManualClock(), () -> "done");

  private String get() throws Exception {
    return task.get(Duration.ofSeconds(1));
  }

  @Test
  void whatGotNoThreadIsBegunAnew() throws Exception {
    workers.addAll(
        List.of(
            work -> {
              throw new OutOfMemoryError("scripted: no thread");
            },
            work -> {
              throw new RejectedExecutionException("scripted");
            },
            Runnable::run));

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(this::get);
    assertThat(task.isAtWork()).isFalse();
    assertThatIOException().isThrownBy(this::get).withMessageContaining("too much waits");
    assertThat(get()).isEqualTo("done");
  }
}
