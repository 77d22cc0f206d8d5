package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyProcessesTest {

  private static final int CHILDREN = 3;
  private static final int THREADS = 2;
  private static final int INCREMENTS = 1_000;
  private static final int KEYS = 300;

  @TempDir Path root;

  @Test
  void manyProcessesLoseNoIncrementAndCreateEachKeyOnce() throws Exception {
    List<ChildJvm> children = new ArrayList<>();
    try {
      for (int i = 0; i < CHILDREN; i++) {
        children.add(new ChildJvm(Child.class, root));
      }
      int created = workBesideChildren();
      for (ChildJvm child : children) {
        created += Integer.parseInt(child.finish().get(0));
      }
      assertThat(created).as("creators of %d keys", KEYS).isEqualTo(KEYS);
      checkOutcome();
    } finally {
      for (ChildJvm child : children) {
        child.close();
      }
    }
  }

  private void checkOutcome() throws IOException {
    try (BlobStore store = FileBlobStore.open(root);
        Stream<?> keys = store.list("key/")) {
      assertThat(new Counter(store).value()).isEqualTo((CHILDREN + 1) * THREADS * INCREMENTS);
      assertThat(keys).hasSize(KEYS);
    }
  }

  /** This process opens and closes other stores all the while, which must not free its locks. */
  private int workBesideChildren() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> created = executor.submit(() -> work(root));
      while (!created.isDone()) {
        FileBlobStore.open(root).close();
      }
      return created.get();
    } finally {
      executor.shutdown();
    }
  }

  /** What each process does: counts up on a few threads, then tries to create every key. */
  static int work(Path root) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try (BlobStore first = FileBlobStore.open(root);
        BlobStore second = FileBlobStore.open(root)) {
      List<Callable<Boolean>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Counter counter = new Counter(i % 2 == 0 ? first : second);
        threads.add(
            () -> {
              counter.increment(INCREMENTS);
              return true;
            });
      }
      for (Future<Boolean> thread : executor.invokeAll(threads)) {
        thread.get();
      }
      return create(first);
    } finally {
      executor.shutdown();
    }
  }

  private static int create(BlobStore store) throws IOException {
    int created = 0;
    for (int i = 0; i < KEYS; i++) {
      BlobContent body = BlobContent.of(new byte[i]);
      if (store.putIf(BlobKey.of("key/" + i), body, PutCondition.ifAbsent()).isPresent()) {
        created++;
      }
    }
    return created;
  }

  /** One of the processes; prints how many keys it has created. */
  static final class Child {

    private Child() {}

    public static void main(String[] args) throws Exception {
      System.out.println(work(Path.of(args[0])));
    }
  }
}
