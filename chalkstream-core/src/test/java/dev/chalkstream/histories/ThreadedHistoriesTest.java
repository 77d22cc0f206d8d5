package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.audit.ChangeRules;
import dev.chalkstream.audit.FormatRules;
import dev.chalkstream.audit.ReadPlaylist;
import dev.chalkstream.audit.ReadSegment;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.media.TestMedium;
import dev.chalkstream.media.TestMedium.Format;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and viewers in threads of their own, on nodes whose store fails now and then. */
class ThreadedHistoriesTest {

  private static final List<StoreFate> FAULTS =
      List.of(StoreFate.FAILS, StoreFate.ANSWER_LOST, StoreFate.SENT_TWICE);

  private static final int CLIENTS = 4;
  private static final int SEGMENTS = 120;
  private static final int FRAMES = 5;

  private final BlobStore store = BlobStores.inMemory();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<byte[]> segments = new ArrayList<>();

  @AfterEach
  void stop() {
    over.set(true);
    threads.shutdownNow();
  }

  private Instance node(long seed, int failing) {
    var random = new Random(seed);
    NodeStore view =
        new NodeStore(
            store,
            () -> {
              synchronized (random) {
                return failing > 0 && random.nextInt(failing) == 0
                    ? FAULTS.get(random.nextInt(FAULTS.size()))
                    : StoreFate.NONE;
              }
            },
            () -> {});
    StreamPolicy policy = StreamPolicy.builder().completionTimeout(Duration.ofHours(1)).build();
    return Instance.builder(view)
        .policy(policy)
        .refreshInterval(Duration.ZERO)
        .withoutBackground()
        .build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsAcknowledgedIsListedInOrderWhoeverAsks(long seed) throws Exception {
    for (int i = 0; i < SEGMENTS; i++) {
      long start = (long) i * FRAMES * TestMedium.FRAME_TICKS;
      segments.add(TestMedium.segment(Format.LOW_AUDIO, start, FRAMES, true, i));
    }
    List<Instance> nodes = List.of(node(seed, 40), node(seed + 100, 40));
    List<Future<?>> viewers = new ArrayList<>();
    nodes.forEach(node -> viewers.add(threads.submit(() -> watch(node))));
    List<Future<?>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      int first = client;
      clients.add(threads.submit(() -> uploadAll(nodes, first, new Random(seed + first))));
    }
    for (Future<?> client : clients) {
      client.get();
    }
    over.set(true);
    for (Future<?> viewer : viewers) {
      viewer.get();
    }
    assertAllListed(node(seed, 0));
  }

  /** Every so many-th segment, again until it is taken, and sometimes once more. */
  private Void uploadAll(List<Instance> nodes, int first, Random random) throws Exception {
    for (int i = first; i < SEGMENTS; i += CLIENTS) {
      Optional<IngestResult> answer = Optional.empty();
      while (answer.isEmpty()) {
        answer = upload(nodes.get(random.nextInt(nodes.size())), i);
      }
      if (random.nextInt(4) == 0) {
        upload(nodes.get(random.nextInt(nodes.size())), i)
            .ifPresent(again -> assertThat(again).isEqualTo(IngestResult.UNCHANGED));
      }
    }
    return null;
  }

  private Optional<IngestResult> upload(Instance node, int number) throws SegmentRejectedException {
    ByteBuffer body = ByteBuffer.wrap(segments.get(number));
    SegmentUpload upload =
        SegmentUpload.builder(World.SESSION)
            .run("threads")
            .sequence(number)
            .digest(SegmentDigest.compute(body))
            .duration(Duration.ofMillis(640))
            .body(body)
            .build();
    try {
      return Optional.of(node.ingest(upload));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Void watch(Instance node) {
    ReadPlaylist before = null;
    while (!over.get()) {
      String text = show(node);
      if (text == null) {
        continue;
      }
      assertThat(FormatRules.violations(text)).isEmpty();
      ReadPlaylist now = ReadPlaylist.parse(text);
      if (before != null) {
        assertThat(ChangeRules.violations(before, now)).isEmpty();
      }
      before = now;
    }
    return null;
  }

  private static @Nullable String show(Instance node) {
    try {
      return node.playlist(World.STREAM).map(World::text).orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private void assertAllListed(Instance node) throws IOException {
    ReadPlaylist playlist =
        ReadPlaylist.parse(World.text(node.playlist(World.STREAM).orElseThrow()));
    List<String> expected = segments.stream().map(Chunk::sha256).toList();
    assertThat(playlist.segments())
        .filteredOn(segment -> !segment.gap())
        .extracting(segment -> segment.name().substring(0, 64))
        .isEqualTo(expected);
    assertThat(playlist.segments()).noneMatch(ReadSegment::gap);
  }
}
