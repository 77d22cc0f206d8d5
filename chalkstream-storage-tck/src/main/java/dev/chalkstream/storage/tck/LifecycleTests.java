package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import org.junit.jupiter.api.Test;

abstract class LifecycleTests extends ContractPart {

  LifecycleTests(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  void aDeletedBlobIsAbsent() throws IOException {
    put(KEY, "blob");
    store().delete(KEY);
    assertThat(store().get(KEY, ByteRange.all())).isEmpty();
    assertThat(store().head(KEY)).isEmpty();
    assertThat(keys("")).isEmpty();
  }

  @Test
  void deletingAgainIsNoError() throws IOException {
    put(KEY, "blob");
    store().delete(KEY);
    store().delete(KEY);
    assertThat(store().head(KEY)).isEmpty();
  }

  @Test
  void deletingWhatNeverWasIsNoError() throws IOException {
    store().delete(KEY);
    store().delete(BlobKey.of("never"));
    assertThat(keys("")).isEmpty();
  }

  @Test
  void deletingLeavesNeighboursAlone() throws IOException {
    put(BlobKey.of("a/b"), "one");
    put(BlobKey.of("a/b-c"), "two");
    put(BlobKey.of("a/bc"), "three");
    store().delete(BlobKey.of("a/b"));
    assertThat(keys("")).containsExactly("a/b-c", "a/bc");
  }

  @Test
  void aPutBesideADeleteDoesNotFail() throws Exception {
    Race.run(
        4,
        thread -> {
          BlobKey key = BlobKey.of("beside/each/other-" + thread);
          for (int i = 0; i < 50; i++) {
            put(key, "blob " + i);
            assertThat(text(key)).isEqualTo("blob " + i);
            store().delete(key);
          }
          return thread;
        });
    assertThat(keys("")).isEmpty();
  }

  @Test
  void afterCloseEveryMethodFails() throws IOException {
    BlobVersion version = put(KEY, "blob");
    BlobContent body = BlobContent.of(utf8("late"));
    store().close();
    assertFault("get", () -> store().get(KEY, ByteRange.all()));
    assertFault("head", () -> store().head(KEY));
    assertFault("list", () -> store().list(""));
    assertFault("delete", () -> store().delete(KEY));
    assertFault("put", () -> store().putIf(KEY, body, PutCondition.always()));
    assertFault("put if absent", () -> store().putIf(KEY, body, PutCondition.ifAbsent()));
    assertFault("put by version", () -> store().putIf(KEY, body, PutCondition.ifVersion(version)));
  }

  @Test
  void closingTwiceIsNoError() throws IOException {
    store().close();
    store().close();
    assertFault("head", () -> store().head(KEY));
  }

  @Test
  @SuppressWarnings("ReferenceEquality")
  void closingOneStoreLeavesTheOtherOpen() throws IOException {
    assumeTrue(store() != other(), "the backend under test offers no second store");
    BlobVersion version = put(KEY, "blob");
    store().close();
    assertThat(bytes(other(), KEY)).isEqualTo(utf8("blob"));
    BlobContent next = BlobContent.of(utf8("next"));
    assertThat(other().putIf(KEY, next, PutCondition.ifVersion(version))).isPresent();
    assertThat(bytes(other(), KEY)).isEqualTo(utf8("next"));
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertFault(String name, Call call) {
    assertThatThrownBy(call::run).as("%s after close", name).isInstanceOf(IOException.class);
  }
}
