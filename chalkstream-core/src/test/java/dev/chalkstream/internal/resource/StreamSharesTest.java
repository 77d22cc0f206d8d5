package dev.chalkstream.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many threads the tasks of one stream have, beside those of others. */
class StreamSharesTest {

  private static final int SIZE = 8;

  private final Queue<Runnable> handed = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final StreamShares shares = new StreamShares(handed::add, SIZE);

  private static StreamId stream(String name) {
    return SessionId.of("the-session-" + name).streamId();
  }

  /** Submits ten tasks, and takes out those of them that have a thread. */
  private List<Runnable> submit(String name) {
    for (int n = 0; n < 10; n++) {
      shares.submit(stream(name), () -> done.add(name));
    }
    List<Runnable> begun = List.copyOf(handed);
    handed.clear();
    return begun;
  }

  @Test
  void aStreamHasHalfOfTheThreadsThatTheOthersLeave() {
    assertThat(submit("a")).hasSize(4);
    assertThat(submit("b")).hasSize(2);
    assertThat(submit("c")).hasSize(1);
    assertThat(submit("d")).as("one if there is any").hasSize(1);
    assertThat(submit("e")).isEmpty();
  }

  @Test
  void besideAStreamWhoseTasksHangTheOthersAreDone() {
    submit("hangs");
    List<Runnable> begun = submit("b");

    begun.forEach(Runnable::run);

    assertThat(done).hasSize(10).containsOnly("b");
    assertThat(submit("c")).as("the threads are free again").hasSize(2);
  }

  @Test
  void streamsTakeTurnsAtTheThreadThatIsFree() {
    submit("a");
    submit("b");
    Runnable last = submit("c").get(0);
    submit("d");
    submit("e");
    submit("f");

    last.run();

    assertThat(done.subList(0, 7)).containsExactly("c", "c", "e", "f", "c", "e", "f");
  }

  @Test
  void whatATaskThrowsItsFutureTellsAndTheNextIsDone() {
    var inline = new StreamShares(Runnable::run, SIZE);
    CompletableFuture<String> broken =
        inline.submit(
            stream("a"),
            () -> {
              throw new StackOverflowError("scripted");
            });
    assertThat(broken).isCompletedExceptionally();
    assertThat(inline.submit(stream("a"), () -> "next")).isCompletedWithValue("next");
  }

  @Test
  void whereThereIsNoThreadWhoeverAsksDoesIt() {
    Executor closed =
        task -> {
          throw new RejectedExecutionException("scripted");
        };
    Executor outOfThreads =
        task -> {
          throw new OutOfMemoryError("scripted");
        };
    for (Executor none : List.of(closed, outOfThreads)) {
      var own = new StreamShares(none, 1);
      assertThat(own.submit(stream("a"), () -> 1)).isCompletedWithValue(1);
      assertThat(own.submit(stream("a"), () -> 2)).as("nothing is lost").isCompletedWithValue(2);
    }
  }

  @Test
  void allIsDoneAndNoStreamHasMoreThanHalf() {
    ExecutorService threads = Executors.newFixedThreadPool(SIZE);
    try {
      var real = new StreamShares(threads, SIZE);
      Map<StreamId, AtomicInteger> present = new ConcurrentHashMap<>();
      var most = new AtomicInteger();
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int n = 0; n < 20_000; n++) {
        StreamId stream = stream("s" + n * n % 13);
        all.add(
            real.submit(
                stream,
                () -> {
                  var here = present.computeIfAbsent(stream, fresh -> new AtomicInteger());
                  most.accumulateAndGet(here.incrementAndGet(), Math::max);
                  return here.decrementAndGet();
                }));
      }
      all.forEach(CompletableFuture::join);
      assertThat(most).hasValueBetween(1, SIZE / 2);
    } finally {
      threads.shutdown();
    }
  }
}
