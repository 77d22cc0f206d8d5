package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamListener;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that is taken down must not leave threads behind. */
class ClosingTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final int PATIENCE_SECONDS = 60;

  private final Set<Thread> before = threads();
  private final BlobStore store = BlobStores.inMemory(InstantSource.system());

  @AfterEach
  void closeStore() throws Exception {
    store.close();
  }

  /** Those of all instances. */
  private static Set<Thread> threads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("chalkstream-"));
    return threads;
  }

  private Set<Thread> newThreads() {
    Set<Thread> threads = threads();
    threads.removeAll(before);
    return threads;
  }

  private static void use(Instance node) throws Exception {
    node.ingest(upload(SESSION, 0, "s0").build());
    node.playlist(SESSION.streamId());
  }

  @Test
  void closingLeavesNoThreadBehind() throws Exception {
    Instance node = Instance.builder(store).listener(new StreamListener() {}).build();
    use(node);
    assertThat(newThreads()).extracting(Thread::getName).contains("chalkstream-sweeper");

    node.close();

    assertThat(newThreads()).isEmpty();
    node.close();
  }

  @Test
  void aListenerMayClose() throws Exception {
    CompletableFuture<Instance> made = new CompletableFuture<>();
    CompletableFuture<Thread> closed = new CompletableFuture<>();
    StreamListener closing =
        new StreamListener() {
          @Override
          public void started(StreamId stream) {
            made.join().close();
            closed.complete(Thread.currentThread());
          }
        };
    Instance node = Instance.builder(store).listener(closing).build();
    made.complete(node);
    use(node);

    closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS).join();

    assertThat(newThreads()).isEmpty();
  }

  @Test
  void aListenerThatDoesNotReturnIsNotWaitedForWithoutEnd() throws Exception {
    CompletableFuture<Thread> told = new CompletableFuture<>();
    CountDownLatch leave = new CountDownLatch(1);
    StreamListener stuck =
        new StreamListener() {
          @Override
          public void started(StreamId stream) {
            told.complete(Thread.currentThread());
            try {
              leave.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    Instance node = Instance.builder(store).listener(stuck).build();
    use(node);
    Thread listening = told.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    node.close();

    assertThat(newThreads()).containsExactly(listening);
    leave.countDown();
    listening.join();
  }
}
