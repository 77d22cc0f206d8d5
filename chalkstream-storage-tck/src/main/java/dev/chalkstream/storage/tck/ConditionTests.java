package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class ConditionTests extends ContractPart {

  ConditionTests(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  void anAbsentKeyIsCreatedOnce() throws IOException {
    assertThat(putIf(KEY, "first", PutCondition.ifAbsent())).isPresent();
    assertThat(putIf(KEY, "second", PutCondition.ifAbsent())).isEmpty();
    assertThat(text(KEY)).isEqualTo("first");
  }

  @Test
  void anEmptyBlobIsNotAnAbsentOne() throws IOException {
    put(KEY, "");
    assertThat(putIf(KEY, "second", PutCondition.ifAbsent())).isEmpty();
    assertThat(head(KEY).size()).isZero();
  }

  @Test
  void aDeletedKeyIsAbsentAgain() throws IOException {
    put(KEY, "first");
    store().delete(KEY);
    assertThat(putIf(KEY, "second", PutCondition.ifAbsent())).isPresent();
    assertThat(text(KEY)).isEqualTo("second");
  }

  @Test
  void theVersionThatIsThereIsReplaced() throws IOException {
    BlobVersion version = put(KEY, "0");
    for (int i = 1; i <= 20; i++) {
      Optional<BlobVersion> next = putIf(KEY, "" + i, PutCondition.ifVersion(version));
      assertThat(next).as("the version after change %d", i).isPresent();
      version = next.orElseThrow();
    }
    assertThat(text(KEY)).isEqualTo("20");
  }

  @Test
  void aVersionThatHasBeenReplacedIsStale() throws IOException {
    BlobVersion stale = put(KEY, "first");
    put(KEY, "second");
    assertThat(putIf(KEY, "third", PutCondition.ifVersion(stale))).isEmpty();
    assertThat(text(KEY)).isEqualTo("second");
  }

  @Test
  void aVersionIsStaleAfterAChangeOfTheSameLengthAndMoment() throws IOException {
    for (int i = 0; i < 50; i++) {
      BlobVersion stale = put(KEY, "a" + i);
      put(KEY, "b" + i);
      assertThat(putIf(KEY, "c", PutCondition.ifVersion(stale))).isEmpty();
    }
  }

  @Test
  void aVersionOfADeletedBlobIsStale() throws IOException {
    BlobVersion stale = put(KEY, "first");
    store().delete(KEY);
    assertThat(putIf(KEY, "second", PutCondition.ifVersion(stale))).isEmpty();
    assertThat(store().head(KEY)).isEmpty();
    assertThat(keys("")).isEmpty();
  }

  @Test
  void aVersionFromBeforeDeletionAndCreationIsStale() throws IOException {
    for (int i = 0; i < 20; i++) {
      BlobVersion stale = put(KEY, "a" + i);
      store().delete(KEY);
      assertThat(putIf(KEY, "b" + i, PutCondition.ifAbsent())).isPresent();
      assertThat(putIf(KEY, "c", PutCondition.ifVersion(stale))).isEmpty();
      assertThat(text(KEY)).isEqualTo("b" + i);
      store().delete(KEY);
    }
  }

  @Test
  void anUnconditionalPutMakesVersionsStale() throws IOException {
    BlobVersion first = putIf(KEY, "first", PutCondition.ifAbsent()).orElseThrow();
    BlobVersion second = put(KEY, "second");
    assertThat(putIf(KEY, "third", PutCondition.ifVersion(first))).isEmpty();
    assertThat(putIf(KEY, "third", PutCondition.ifVersion(second))).isPresent();
  }

  @Test
  void aFailedConditionChangesNothing() throws IOException {
    BlobVersion stale = put(KEY, "first");
    put(KEY, "second");
    BlobInfo before = head(KEY);
    assertThat(putIf(KEY, "longer than before", PutCondition.ifAbsent())).isEmpty();
    assertThat(putIf(KEY, "longer than before", PutCondition.ifVersion(stale))).isEmpty();
    assertThat(head(KEY)).isEqualTo(before);
    assertThat(text(KEY)).isEqualTo("second");
    assertThat(keys("")).containsExactly(KEY.value());
  }

  @Test
  void aConditionLooksAtItsOwnKeyOnly() throws IOException {
    BlobKey neighbour = BlobKey.of(KEY.value() + ".bak");
    BlobVersion version = put(KEY, "first");
    put(neighbour, "neighbour");
    store().delete(neighbour);
    assertThat(putIf(KEY, "second", PutCondition.ifVersion(version))).isPresent();
    assertThat(putIf(neighbour, "again", PutCondition.ifAbsent())).isPresent();
  }

  @Test
  void aVersionThatWasReadIsGoodForAPut() throws IOException {
    put(KEY, "first");
    try (var blob = open(store(), KEY, ByteRange.all())) {
      assertThat(putIf(KEY, "second", PutCondition.ifVersion(blob.info().version()))).isPresent();
    }
    assertThat(putIf(KEY, "third", PutCondition.ifVersion(head(KEY).version()))).isPresent();
    try (var listing = store().list("")) {
      BlobVersion listed = listing.findFirst().orElseThrow().version();
      assertThat(putIf(KEY, "fourth", PutCondition.ifVersion(listed))).isPresent();
    }
    assertThat(text(KEY)).isEqualTo("fourth");
  }

  @Test
  void aCriticalBlobIsABlobLikeAnyOther() throws Exception {
    BlobContent critical = BlobContent.critical(utf8("critical"));
    Optional<BlobVersion> first = store().putIf(KEY, critical, PutCondition.ifAbsent());
    assertThat(first).isPresent();
    assertThat(store().putIf(KEY, critical, PutCondition.ifAbsent())).isEmpty();
    assertThat(bytes(other(), KEY)).isEqualTo(utf8("critical"));
    assertThat(putIf(KEY, "next", PutCondition.ifVersion(first.orElseThrow()))).isPresent();
  }
}
