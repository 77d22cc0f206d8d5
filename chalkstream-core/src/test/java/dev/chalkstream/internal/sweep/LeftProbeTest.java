package dev.chalkstream.internal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A scan asks for the store's time by writing a blob, and may die before it takes it away. */
class LeftProbeTest {

  private final ManualClock clock = new ManualClock();
  private final BlobStore store = BlobStores.inMemory(clock);

  @Test
  void whatADeadScanLeftIsDeletedWhenItIsADayOld() throws Exception {
    BlobKey left = BlobKey.throwaway("0123456789abcdef");
    BlobKey foreign = BlobKey.of("readme.txt");
    store.putIf(left, BlobContent.of(new byte[0]), PutCondition.always());
    store.putIf(foreign, BlobContent.of(new byte[0]), PutCondition.always());
    try (Instance node = Nodes.on(store).clock(clock).build()) {
      node.scan();
      assertThat(store.head(left)).as("it may still be in use").isPresent();
      clock.advance(Duration.ofHours(25));
      node.scan();
    }
    assertThat(store.head(left)).isEmpty();
    assertThat(store.head(foreign)).as("not ours").isPresent();
  }
}
