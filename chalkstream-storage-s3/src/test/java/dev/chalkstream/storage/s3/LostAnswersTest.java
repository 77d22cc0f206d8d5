package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Every tenth answer is lost, and what was acknowledged has happened exactly once. */
class LostAnswersTest {

  private static final BlobKey KEY = BlobKey.of("stream/manifest.json");
  private static final int WRITERS = 6;
  private static final int CHANGES = 30;

  private final String bucket = Servers.newBucket(Quirk.NONE);

  @Test
  void aCounterWithOneWriterNeedsNoSecondLook() throws IOException {
    try (LossyRelay relay = new LossyRelay(Servers.atomic().endpoint(), 10);
        S3Client client = Servers.stubborn(relay.endpoint());
        BlobStore store = S3BlobStore.of(client, bucket, "")) {
      BlobVersion version = put(store, 0, PutCondition.ifAbsent());
      for (int i = 1; i <= 200; i++) {
        version = put(store, i, PutCondition.ifVersion(version));
      }
      assertThat(read(store)).isEqualTo("200");
      assertThat(relay.lost()).isGreaterThan(20);
    }
  }

  private static BlobVersion put(BlobStore store, int number, PutCondition condition)
      throws IOException {
    return store
        .putIf(KEY, body(Integer.toString(number)), condition)
        .orElseThrow(() -> new AssertionError("change " + number + " is said to have failed"));
  }

  @Test
  void aCounterWithManyWritersIsExact() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
    try (LossyRelay relay = new LossyRelay(Servers.atomic().endpoint(), 10);
        S3Client client = Servers.stubborn(relay.endpoint())) {
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String name = "writer-" + i;
        // Stores of their own, like nodes: what one has seen, the other does not know.
        writers.add(() -> write(S3BlobStore.of(client, bucket, ""), name));
      }
      for (Future<Boolean> writer : executor.invokeAll(writers)) {
        assertThat(writer.get()).isTrue();
      }
      try (BlobStore store = S3BlobStore.of(client, bucket, "")) {
        assertThat(read(store).lines()).hasSize(WRITERS * CHANGES).doesNotHaveDuplicates();
      }
      assertThat(relay.lost()).isGreaterThan(20);
    } finally {
      executor.shutdownNow();
    }
  }

  /**
   * The counter is the number of lines, and each line the unique revision of a change. After a
   * fault its writer looks whether it is there; an outcome it believes.
   */
  private static boolean write(BlobStore store, String name) throws IOException {
    for (int done = 0; done < CHANGES; ) {
      String revision = name + " change " + done;
      boolean stored;
      try {
        stored = append(store, revision);
      } catch (IOException e) {
        stored = read(store).lines().anyMatch(revision::equals);
      }
      done += stored ? 1 : 0;
    }
    return true;
  }

  private static boolean append(BlobStore store, String revision) throws IOException {
    try (Blob blob = store.get(KEY, ByteRange.all()).orElse(null)) {
      if (blob == null) {
        return store.putIf(KEY, body(revision + "\n"), PutCondition.ifAbsent()).isPresent();
      }
      String text = new String(blob.body().readAllBytes(), StandardCharsets.UTF_8);
      PutCondition unchanged = PutCondition.ifVersion(blob.info().version());
      return store.putIf(KEY, body(text + revision + "\n"), unchanged).isPresent();
    }
  }

  private static String read(BlobStore store) throws IOException {
    Optional<Blob> found = store.get(KEY, ByteRange.all());
    try (Blob blob = found.orElseThrow()) {
      return new String(blob.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static BlobContent body(String text) {
    return BlobContent.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
