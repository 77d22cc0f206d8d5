package dev.chalkstream.storage.tck;

import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link BlobStore} must do, as JUnit tests. A backend's test class extends this one and
 * says how a new, empty store is opened; the tests come with it, and their names say what is
 * promised.
 *
 * <p>Each test opens a store and closes it. Most take a moment; one stores some 1,100 small blobs,
 * and one a blob of 8 MiB. No test depends on the time that anything takes, and none stores a key
 * together with another that continues it behind a slash. Faults of a remote store, such as an
 * answer that is lost, are for the store to retry; only where writers race does the contract put up
 * with an {@link IOException} from a write, and then looks whether the write has happened.
 */
public abstract class BlobStoreContract {

  private @Nullable BlobStore store;
  private @Nullable BlobStore other;

  /** For subclasses. */
  protected BlobStoreContract() {}

  /**
   * Opens a store that holds nothing, for one test. The contract closes it; to remove what it has
   * stored is up to the subclass, in an {@link AfterEach} method of its own, for example.
   *
   * @return the open store
   * @throws Exception if that fails, and with it the test
   */
  protected abstract BlobStore openEmptyStore() throws Exception;

  /**
   * Opens a second store on the same blobs, as another node would. Backends that can be shared
   * override this, and the tests of atomicity and visibility then use both. By default there is no
   * second one.
   *
   * @param store what {@link #openEmptyStore} has returned for this test
   * @return another open store, which the contract closes, or the same one
   * @throws Exception if that fails, and with it the test
   */
  protected BlobStore openSecondStore(BlobStore store) throws Exception {
    return store;
  }

  /**
   * Damages a blob behind the back of the open stores, as a failing disk does: changes some of its
   * bytes, or cuts its end off. Backends that can tell damage override this, and are tested for
   * never taking such a blob for an absent one, nor for a whole one. By default nothing is damaged,
   * and those tests are skipped.
   *
   * @param key a blob of 300,000 bytes, which {@link #openEmptyStore}'s store has stored
   * @return whether it is damaged now
   * @throws Exception if that fails, and with it the test
   */
  protected boolean damage(BlobKey key) throws Exception {
    return false;
  }

  /**
   * Whether the backend tells damage in whichever range it lies; override this for one that tells
   * it of whole blobs only.
   *
   * @return whether ranges of damaged blobs are tested; true by default
   */
  protected boolean tellsDamageInRanges() {
    return true;
  }

  @BeforeEach
  final void openStores() throws Exception {
    store = openEmptyStore();
    other = openSecondStore(store);
  }

  @AfterEach
  final void closeStores() throws IOException {
    if (other != null) {
      other.close();
    }
    if (store != null) {
      store.close();
    }
  }

  final BlobStore store() {
    return Objects.requireNonNull(store);
  }

  final BlobStore other() {
    return Objects.requireNonNull(other);
  }

  @Nested
  final class ABlobIsWholeOrNotThere extends WholeBlobTests {
    ABlobIsWholeOrNotThere() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class APutHappensOnlyIfItsConditionHolds extends ConditionTests {
    APutHappensOnlyIfItsConditionHolds() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class WritersThatRaceLoseNothing extends RaceTests {
    WritersThatRaceLoseNothing() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class AVersionNamesAState extends VersionTests {
    AVersionNamesAState() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class ARangeIsCutToTheBlob extends RangeTests {
    ARangeIsCutToTheBlob() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class AReaderKeepsWhatItHasOpened extends ReaderTests {
    AReaderKeepsWhatItHasOpened() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class AListingIsSortedAndComplete extends ListingTests {
    AListingIsSortedAndComplete() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class ADamagedBlobIsAFault extends DamageTests {
    ADamagedBlobIsAFault() {
      super(BlobStoreContract.this);
    }
  }

  @Nested
  final class DeletingAndClosing extends LifecycleTests {
    DeletingAndClosing() {
      super(BlobStoreContract.this);
    }
  }
}
