package dev.chalkstream.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SideBySideTest {

  private final List<Integer> asked = new ArrayList<>();

  private String answer(int key) {
    asked.add(key);
    return "answer " + key;
  }

  @Test
  void severalAreAskedForAtTheSameTime() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(3);
    var barrier = new CyclicBarrier(4);
    List<Integer> keys = IntStream.range(0, 40).boxed().toList();
    Map<Integer, String> answers =
        SideBySide.map(
            keys,
            key -> {
              try {
                barrier.await(10, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException("nobody else is at work", e);
              }
              return "answer " + key;
            },
            workers);
    workers.shutdown();
    assertThat(answers.keySet()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(answers).containsEntry(7, "answer 7");
  }

  @Test
  void whereNoWorkerHasTimeWhoeverWantsThemAsksForAll() throws Exception {
    assertThat(SideBySide.map(List.of(1, 2, 3), this::answer, task -> {})).hasSize(3);
    assertThat(asked).containsExactly(1, 2, 3);
  }

  @Test
  void anExecutorWithoutThreadsOfItsOwnAsksForNothing() throws Exception {
    List<Integer> keys = IntStream.range(0, 100_000).boxed().toList();
    assertThat(SideBySide.map(keys, this::answer, Runnable::run)).hasSize(100_000);
    assertThat(asked).isEqualTo(keys);
  }

  @Test
  void nothingIsAskedForAfterAFault() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                SideBySide.map(
                    List.of(1, 2, 3),
                    key -> {
                      answer(key);
                      throw new IllegalStateException("scripted");
                    },
                    Runnable::run))
        .withMessage("scripted");
    assertThat(asked).containsExactly(1);
  }
}
