package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.SessionId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ForwardingStore;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** How the blobs of a stream are described to the store. */
class StoredContentTest {

  private static final SessionId SESSION = SessionId.of("a-secret");

  private final ManualClock clock = new ManualClock();
  private final DescribedStore store = new DescribedStore(BlobStores.inMemory(clock));
  private final Instance node = Nodes.on(store).clock(clock).build();

  private void broadcast(int segments) throws Exception {
    for (int sequence = 0; sequence < segments; sequence++) {
      node.ingest(upload(SESSION, sequence, "s" + sequence).build());
      clock.advance(Duration.ofSeconds(2));
    }
  }

  private static boolean isPage(BlobKey key) {
    return Keys.owner(key).isPresent() && Keys.pageNumber(key).isPresent();
  }

  private static boolean isSegment(BlobKey key) {
    return Keys.owner(key).isPresent() && Keys.segmentName(key).isPresent();
  }

  @Test
  void segmentsAreImmutableTransportStreams() throws Exception {
    broadcast(2);
    assertThat(store.descriptions(StoredContentTest::isSegment))
        .hasSize(2)
        .containsOnly(new Description("video/mp2t", true, false));
  }

  @Test
  void pushedSegmentsAreDescribedLikeUploadedOnes() throws Exception {
    node.pushSegment(SESSION, "out0.ts", TestSegments.segment("s0"));
    assertThat(store.descriptions(StoredContentTest::isSegment))
        .containsExactly(new Description("video/mp2t", true, false));
  }

  @Test
  void manifestsAndPagesAreCriticalJsonThatChanges() throws Exception {
    broadcast(PageNumbers.MIN_HEAD_LENGTH + PageNumbers.PAGE_LENGTH + 1);
    Description json = new Description("application/json", false, true);
    assertThat(store.descriptions(Keys::isManifest)).hasSize(1).containsOnly(json);
    assertThat(store.descriptions(StoredContentTest::isPage)).hasSize(1).containsOnly(json);
  }

  @Test
  void whatTellsTheTimeIsOfNoParticularType() throws Exception {
    broadcast(1);
    assertThat(store.descriptions(BlobKey::isThrowaway))
        .containsOnly(new Description("application/octet-stream", false, true));
  }

  private record Description(String mediaType, boolean immutable, boolean critical) {}

  /** Remembers how the content of each key was described last. */
  private static final class DescribedStore extends ForwardingStore {

    private final Map<BlobKey, Description> descriptions = new HashMap<>();

    DescribedStore(BlobStore target) {
      super(target);
    }

    synchronized List<Description> descriptions(Predicate<BlobKey> which) {
      return descriptions.entrySet().stream()
          .filter(entry -> which.test(entry.getKey()))
          .map(Map.Entry::getValue)
          .toList();
    }

    @Override
    public synchronized Optional<BlobVersion> putIf(
        BlobKey key, BlobContent body, PutCondition condition) throws IOException {
      descriptions.put(
          key, new Description(body.mediaType(), body.isImmutable(), body.isCritical()));
      return target.putIf(key, body, condition);
    }
  }
}
