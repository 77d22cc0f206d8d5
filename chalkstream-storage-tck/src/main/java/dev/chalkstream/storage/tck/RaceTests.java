package dev.chalkstream.storage.tck;

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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class RaceTests extends ContractPart {

  private static final int THREADS = 8;
  private static final int TOKENS = 25;
  private static final int MAX_ATTEMPTS = 2_000;

  RaceTests(BlobStoreContract contract) {
    super(contract);
  }

  /** Odd threads use the second store, where there is one. */
  private BlobStore storeOf(int thread) {
    return thread % 2 == 0 ? store() : other();
  }

  @Test
  void concurrentChangesByVersionAreAllThereOnce() throws Exception {
    put(KEY, "");
    appendFromAllThreads();
  }

  @Test
  void concurrentChangesFromNothingAreAllThereOnce() throws Exception {
    appendFromAllThreads();
  }

  @Test
  void anAbsentKeyHasExactlyOneCreator() throws Exception {
    for (int round = 0; round < 20; round++) {
      BlobKey key = BlobKey.of("race/" + round);
      List<Boolean> won = Race.run(THREADS, thread -> create(storeOf(thread), key, "by " + thread));
      assertThat(Collections.frequency(won, true)).as("creators of %s", key).isEqualTo(1);
      assertThat(text(key)).isEqualTo("by " + won.indexOf(true));
    }
  }

  @Test
  void aVersionHasExactlyOneSuccessor() throws Exception {
    for (int round = 0; round < 20; round++) {
      BlobVersion version = put(KEY, "round " + round);
      String prefix = "after round " + round + " by ";
      List<Boolean> won =
          Race.run(
              THREADS,
              thread ->
                  wins(storeOf(thread), KEY, prefix + thread, PutCondition.ifVersion(version)));
      assertThat(Collections.frequency(won, true)).as("successors of one version").isEqualTo(1);
      assertThat(text(KEY)).isEqualTo(prefix + won.indexOf(true));
    }
  }

  @Test
  void anUnconditionalPutIsNotOverwrittenByAStaleOne() throws Exception {
    for (int round = 0; round < 50; round++) {
      BlobVersion version = put(KEY, "round " + round);
      String bold = "bold in round " + round;
      String careful = "careful in round " + round;
      Race.run(
          2,
          thread ->
              thread == 0
                  ? store()
                      .putIf(KEY, BlobContent.of(utf8(bold)), PutCondition.always())
                      .isPresent()
                  : tryPut(other(), careful, version));
      // Whichever came first, the unconditional put is the last that can have happened.
      assertThat(text(KEY)).isEqualTo(bold);
    }
  }

  @Test
  void aPutByVersionDoesNotBringADeletedBlobBack() throws Exception {
    for (int round = 0; round < 50; round++) {
      BlobVersion version = put(KEY, "round " + round);
      String late = "late in round " + round;
      Race.run(
          2,
          thread -> {
            if (thread == 0) {
              store().delete(KEY);
              return true;
            }
            return tryPut(other(), late, version);
          });
      // Whichever came first, nothing can have been put after the delete.
      assertThat(store().head(KEY)).isEmpty();
    }
  }

  @Test
  void whatOneStoreHasDoneTheOtherSeesAtOnce() throws IOException {
    for (int i = 0; i < 20; i++) {
      BlobVersion version = put(KEY, "change " + i);
      assertThat(bytes(other(), KEY)).isEqualTo(utf8("change " + i));
      assertThat(other().head(KEY).orElseThrow().version()).isEqualTo(version);
      assertThat(keys(other(), "")).containsExactly(KEY.value());
      other().delete(KEY);
      assertThat(store().head(KEY)).isEmpty();
      assertThat(keys("")).isEmpty();
    }
  }

  private void appendFromAllThreads() throws Exception {
    Race.run(THREADS, this::appendTokens);
    List<String> expected = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < TOKENS; i++) {
        expected.add(thread + "." + i);
      }
    }
    assertThat(text(KEY).lines()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private int appendTokens(int thread) throws IOException {
    for (int i = 0; i < TOKENS; i++) {
      appendOnce(storeOf(thread), thread + "." + i);
    }
    return thread;
  }

  /** Adds a line by compare-and-set; a write that ended in a fault counts if it is found. */
  private static void appendOnce(BlobStore store, String token) throws IOException {
    IOException fault = new IOException("no fault");
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      String text = "";
      PutCondition condition = PutCondition.ifAbsent();
      Optional<Blob> found = store.get(KEY, ByteRange.all());
      if (found.isPresent()) {
        try (Blob blob = found.get()) {
          text = new String(blob.body().readAllBytes(), StandardCharsets.UTF_8);
          condition = PutCondition.ifVersion(blob.info().version());
        }
      }
      if (text.lines().anyMatch(token::equals)) {
        return;
      }
      try {
        if (store.putIf(KEY, BlobContent.of(utf8(text + token + "\n")), condition).isPresent()) {
          return;
        }
      } catch (IOException e) {
        fault = e;
      }
    }
    throw new IOException("not one of " + MAX_ATTEMPTS + " puts by version succeeded", fault);
  }

  /** Tells whether it was put; not so if that cannot be known, as another was at it. */
  private static boolean tryPut(BlobStore store, String text, BlobVersion version) {
    try {
      BlobContent body = BlobContent.of(utf8(text));
      return store.putIf(KEY, body, PutCondition.ifVersion(version)).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean create(BlobStore store, BlobKey key, String text) throws IOException {
    return wins(store, key, text, PutCondition.ifAbsent());
  }

  private static boolean wins(BlobStore store, BlobKey key, String text, PutCondition condition)
      throws IOException {
    try {
      return store.putIf(key, BlobContent.of(utf8(text)), condition).isPresent();
    } catch (IOException e) {
      return text.equals(new String(bytes(store, key), StandardCharsets.UTF_8));
    }
  }
}
