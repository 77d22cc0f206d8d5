package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Only for backends that say how a blob is damaged. */
abstract class DamageTests extends ContractPart {

  private static final int LENGTH = 300_000;

  DamageTests(BlobStoreContract contract) {
    super(contract);
  }

  /** Puts a blob, and has it damaged. */
  private BlobVersion putDamaged() throws Exception {
    BlobVersion version = put(KEY, noise(LENGTH, 21));
    assumeTrue(contract().damage(KEY), "the backend under test does not say how to damage a blob");
    return version;
  }

  @Test
  void aDamagedBlobIsNeverReadToItsEnd() throws Exception {
    putDamaged();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    assertThatThrownBy(() -> copy(ByteRange.all(), read)).isInstanceOf(DamagedBlobException.class);
    assertThat(read.size()).as("the bytes given out before").isLessThan(LENGTH);
  }

  @Test
  void aRangeOfADamagedBlobIsAsItWasStoredOrAFault() throws Exception {
    assumeTrue(contract().tellsDamageInRanges(), "the backend under test checks whole blobs only");
    putDamaged();
    byte[] former = noise(LENGTH, 21);
    int step = LENGTH / 10;
    for (int first = 0; first < LENGTH; first += step) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      try {
        copy(ByteRange.between(first, first + step - 1), read);
      } catch (DamagedBlobException e) {
        assertThat(read.size()).isLessThan(step);
        continue;
      }
      assertThat(read.toByteArray()).isEqualTo(Arrays.copyOfRange(former, first, first + step));
    }
  }

  private void copy(ByteRange range, OutputStream target) throws IOException {
    try (Blob blob = open(store(), KEY, range)) {
      blob.body().transferTo(target);
    }
  }

  @Test
  void aDamagedBlobIsNotAbsent() throws Exception {
    putDamaged();
    try {
      assertThat(store().head(KEY)).as("what is known of a damaged blob").isPresent();
    } catch (DamagedBlobException e) {
      assertThat(e).hasMessageContaining("damaged");
    }
    assertThat(putIf(KEY, "second", PutCondition.ifAbsent())).isEmpty();
  }

  @Test
  void aPutByVersionIsNotRefusedAsIfTheDamagedBlobWereAnother() throws Exception {
    BlobVersion version = putDamaged();
    Optional<BlobVersion> next;
    try {
      next = putIf(KEY, "second", PutCondition.ifVersion(version));
    } catch (DamagedBlobException e) {
      return;
    }
    assertThat(next).as("the version that is known is the one that is there").isPresent();
    assertThat(text(KEY)).isEqualTo("second");
  }

  @Test
  void aDamagedBlobIsListedAmongTheOthers() throws Exception {
    put(BlobKey.of("before"), "whole");
    putDamaged();
    put(BlobKey.of("zzz/behind"), "whole");
    assertThat(keys("")).containsExactlyInAnyOrder("before", KEY.value(), "zzz/behind");
    assertThat(keys(KEY.value())).containsExactly(KEY.value());
    assertThat(text(BlobKey.of("before"))).isEqualTo("whole");
  }

  @Test
  void aDamagedBlobCanBeDeleted() throws Exception {
    putDamaged();
    store().delete(KEY);
    assertThat(store().head(KEY)).isEmpty();
    assertThat(store().get(KEY, ByteRange.all())).isEmpty();
    assertThat(keys("")).isEmpty();
    assertThat(putIf(KEY, "again", PutCondition.ifAbsent())).isPresent();
    assertThat(text(KEY)).isEqualTo("again");
  }

  @Test
  void aDamagedBlobIsReplacedByAPutWithoutACondition() throws Exception {
    BlobVersion former = putDamaged();
    BlobVersion version = put(KEY, "whole again");
    assertThat(version).isNotEqualTo(former);
    assertThat(bytes(other(), KEY)).isEqualTo(utf8("whole again"));
    assertThat(head(KEY).version()).isEqualTo(version);
  }
}
