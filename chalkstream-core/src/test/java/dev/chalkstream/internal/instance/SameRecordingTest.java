package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.media.cmaf.TestFragments;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The same recording is broadcast again and again, the same bytes in each run, while what is left
 * of the runs before is being deleted: by one node or two, which die at any call of the store and
 * do something between any two calls of the other. Whatever happens, each listed segment is there,
 * and in the end nothing is left. {@code -Dchalkstream.histories=N} and {@code
 * -Dchalkstream.histories.seed=S} choose how many histories there are, and one of them.
 */
class SameRecordingTest {

  private static final int HISTORIES = Integer.getInteger("chalkstream.histories", 500);
  private static final long ONLY = Long.getLong("chalkstream.histories.seed", -1);
  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();

  /** More than a page and a head. */
  private static final int LONG = PageNumbers.PAGE_LENGTH + PageNumbers.MIN_HEAD_LENGTH + 20;

  private static final int STEPS = 40;

  /** Two of the same tracks, and one of others. */
  private static final List<ByteBuffer> SECTIONS =
      List.of(
          ByteBuffer.wrap(TestFragments.initialization(640, 360, 1)),
          ByteBuffer.wrap(TestFragments.initialization(640, 360, 2)),
          ByteBuffer.wrap(TestFragments.initialization(1280, 720, 3)));

  /** One history. */
  private static final class History {

    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final BlobStore memory = BlobStores.inMemory(clock);
    private final StreamPolicy policy;
    private final List<Instance> nodes = new ArrayList<>();
    private final boolean deaths;

    /** The initialization sections of the recording, or none if it is a transport stream. */
    private final List<ByteBuffer> sections;

    private int next;
    private int depth;

    History(long seed) {
      random = new Random(seed);
      Duration retention = Duration.ofSeconds(random.nextBoolean() ? 20 : 3_600);
      policy = StreamPolicy.builder().retention(retention).build();
      deaths = random.nextBoolean();
      sections = seed % 3 == 0 ? List.of() : SECTIONS;
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        nodes.add(null);
        start(i);
      }
    }

    private void start(int which) {
      var store = new TracedStore(memory);
      nodes.set(which, Nodes.on(store).clock(clock).policy(policy).build());
      store.before((call, key) -> between(which, store, random.nextInt(400)));
      store.after((call, key) -> between(which, store, random.nextInt(400)));
    }

    /** Between two calls of one node it may die, and the other may do something. */
    private void between(int which, TracedStore store, int dice) throws IOException {
      if (dice == 0 && deaths) {
        store.before(History::dead);
        store.after(History::dead);
        start(which);
        throw new IOException("scripted: the node dies");
      }
      if (dice < 4 && nodes.size() > 1 && depth == 0) {
        depth++;
        act(1 - which);
        depth--;
      }
    }

    private static void dead(TracedStore.Call call, BlobKey key) throws IOException {
      throw new IOException("scripted: the node is dead");
    }

    void play() throws IOException {
      if (random.nextInt(8) == 0) {
        broadcastLong();
      }
      for (int step = 0; step < STEPS; step++) {
        act(random.nextInt(nodes.size()));
        checkListed();
      }
      clock.advance(Duration.ofDays(1));
      checkEnd();
    }

    private void broadcastLong() {
      try {
        for (int i = 0; i < LONG; i++) {
          ingest(0, Duration.ZERO);
        }
      } catch (IOException e) {
        assertThat(e).hasStackTraceContaining("scripted");
      }
    }

    private void act(int which) {
      try {
        switch (random.nextInt(12)) {
          case 0 -> nodes.get(which).complete(SESSION);
          case 1 -> clock.advance(Duration.ofSeconds(random.nextInt(60)));
          case 2 -> clock.advance(Duration.ofHours(random.nextInt(4)));
          case 3 -> nodes.get(which).scan();
          case 4 -> takeDownSometimes(which);
          case 5, 6 -> nodes.get(which).tick();
          case 7 -> next = 0;
          default -> {
            for (int i = random.nextInt(8); i >= 0; i--) {
              ingest(which, Duration.ofSeconds(random.nextInt(3)));
            }
          }
        }
      } catch (IOException e) {
        assertThat(e).hasStackTraceContaining("scripted");
      }
    }

    private void takeDownSometimes(int which) throws IOException {
      if (random.nextInt(4) == 0) {
        nodes.get(which).delete(STREAM);
      }
    }

    private void ingest(int which, Duration pause) throws IOException {
      try {
        nodes.get(which).ingest(segment(which));
      } catch (SegmentRejectedException e) {
        // The run has gone on without it, or the other node has deleted its section.
        assertThat(nodes.size() > 1 || e.reason() != Reason.UNKNOWN_INITIALIZATION).isTrue();
      }
      next++;
      clock.advance(pause);
    }

    /** The next, whose section is sent before it. */
    private SegmentUpload segment(int which) throws IOException, SegmentRejectedException {
      if (sections.isEmpty()) {
        return upload(SESSION, next, "s" + next).build();
      }
      ByteBuffer section = sections.get(next / 3 % sections.size());
      SegmentDigest digest = SegmentDigest.compute(section);
      int other = random.nextInt(nodes.size());
      nodes.get(depth > 0 ? which : other).ingestInitialization(SESSION, digest, section);
      ByteBuffer body = TestFragments.segment(next * 2, "s" + next);
      return TestFragments.upload(SESSION, next, section, body).build();
    }

    /** Asked of a node that knows nothing, on the store itself. */
    private void checkListed() throws IOException {
      Optional<PlaylistSnapshot> playlist =
          Nodes.on(memory).clock(clock).policy(policy).build().playlist(STREAM);
      if (playlist.isEmpty()) {
        return;
      }
      for (MediaSegment segment : playlist.get().playlist().segments()) {
        String name = segment.uri().substring(segment.uri().lastIndexOf('/') + 1);
        if (!segment.gap()) {
          checkStored(SegmentName.parse(name));
        }
        if (segment.map().isPresent()) {
          String map = segment.map().get().uri();
          checkStored(SegmentName.parse(map.substring(map.lastIndexOf('/') + 1)));
        }
      }
    }

    private void checkStored(SegmentName name) throws IOException {
      try (Blob blob = memory.get(Keys.segment(STREAM, name), ByteRange.all()).orElse(null)) {
        assertThat(blob).as("listed, and not there: %s", name).isNotNull();
      }
    }

    private void checkEnd() throws IOException {
      Instance last = Nodes.on(memory).clock(clock).policy(policy).build();
      for (int day = 0; day < 2; day++) {
        for (int i = 0; i < 4; i++) {
          last.scan();
          last.tick();
          clock.advance(Duration.ofHours(6));
        }
      }
      last.scan();
      try (var blobs = memory.list(STREAM + "/")) {
        assertThat(blobs.map(blob -> blob.key().value()).toList())
            .as("what is left")
            .isSubsetOf(Keys.manifest(STREAM).value());
      }
    }
  }

  @Test
  void eachListedSegmentIsThere() {
    long first = ONLY < 0 ? 0 : ONLY;
    long end = ONLY < 0 ? HISTORIES : ONLY + 1;
    for (long seed = first; seed < end; seed++) {
      try {
        new History(seed).play();
      } catch (IOException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
