package dev.chalkstream.histories;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.audit.MediaRules;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One store, the nodes on it, and an observer who sees every revision of the stream's manifest. */
final class World implements WatchedStore.Watcher {

  static final SessionId SESSION = SessionId.of("a-history");
  static final StreamId STREAM = SESSION.streamId();

  /** Within what a stream's numbers begin beyond those of the waiting room. */
  private static final int MAX_SKEW_SECONDS = 240;

  final Profile profile;
  final Truth truth;
  final Listings listings;
  final WorldClock clock = new WorldClock();
  final BlobStore store;
  private final Random random;
  private final Consumer<PlaylistSnapshot> readers;
  private final Instance observer;
  private final Map<String, Long> sectionsSent = new HashMap<>();
  private long written;
  private boolean faultless;
  private int nodesMade;

  World(Profile profile, Random random, Consumer<PlaylistSnapshot> readers) {
    this.profile = profile;
    this.random = random;
    this.readers = readers;
    this.truth = new Truth(profile, clock);
    this.listings = new Listings(truth);
    BlobStore memory = BlobStores.inMemory(clock);
    this.store = new WatchedStore(memory, this);
    this.observer =
        Instance.builder(new ReadOnlyStore(memory))
            .clock(() -> Instant.EPOCH)
            .refreshInterval(Duration.ZERO)
            .hotSegmentBytes(0)
            .waitingRoom(WaitingRoom.closed())
            .withoutBackground()
            .build();
  }

  /** Starts a node. */
  TestNode node(Runnable meanwhile) {
    var nodeClock = new WorldClock.Skewed(clock, skew());
    var started = new AtomicBoolean();
    var view = new NodeStore(store, this::fate, () -> meanwhileIf(started, meanwhile));
    Instance chalkstream =
        Instance.builder(view)
            .policy(profile.policy())
            .refreshInterval(profile.refresh())
            .waitingRoom(profile.waitingRoom())
            .clock(nodeClock, clock::nanos)
            .withoutBackground()
            .build();
    try {
      // As instances do at their start, in the background.
      chalkstream.tick();
    } catch (NodeDied e) {
      return node(meanwhile);
    }
    started.set(true);
    return new TestNode("n" + nodesMade++, chalkstream, nodeClock);
  }

  private static void meanwhileIf(AtomicBoolean started, Runnable meanwhile) {
    if (started.get()) {
      meanwhile.run();
    }
  }

  /** How far off a node's clock is. */
  Duration skew() {
    return profile.skewed() && !faultless
        ? Duration.ofMillis(random.nextInt(2_000 * MAX_SKEW_SECONDS) - 1_000 * MAX_SKEW_SECONDS)
        : Duration.ZERO;
  }

  /** From now on nothing goes wrong. */
  void heal() {
    faultless = true;
  }

  private StoreFate fate() {
    double dice = random.nextDouble();
    if (faultless) {
      return StoreFate.NONE;
    }
    if (dice < profile.deaths()) {
      return random.nextBoolean() ? StoreFate.DIES_BEFORE : StoreFate.DIES_AFTER;
    }
    dice -= profile.deaths();
    if (dice < profile.faults()) {
      return switch (random.nextInt(3)) {
        case 0 -> StoreFate.FAILS;
        case 1 -> StoreFate.ANSWER_LOST;
        default -> StoreFate.SENT_TWICE;
      };
    }
    dice -= profile.faults();
    boolean pauses = dice < profile.pauses();
    return !pauses
        ? StoreFate.NONE
        : random.nextBoolean() ? StoreFate.PAUSES_BEFORE : StoreFate.PAUSES_AFTER;
  }

  @Override
  public void written(String name) throws IOException {
    sectionsSent.putIfAbsent(name, written++);
    if (!name.equals("manifest.json")) {
      return;
    }
    truth.lastRevised = clock.instant();
    Optional<PlaylistSnapshot> playlist = observer.playlist(STREAM);
    playlist.ifPresent(readers);
    for (Entry entry : listings.revise(playlist.map(World::text).orElse(null))) {
      checkBytes(entry);
    }
    long listed = observer.status(STREAM).listedSegments();
    truth.check(
        listed == playlist.map(present -> present.playlist().segments().size()).orElse(0),
        "the status counts " + listed);
  }

  @Override
  public void deleting(String name) {
    sectionsSent.remove(name);
    listings.deleting(name);
  }

  /**
   * Since which write a section has been in the store without a break, as it was sent; or -1 if it
   * is not there.
   */
  long storedSince(Section section) {
    return sectionsSent.getOrDefault(section.sentName(), -1L);
  }

  /**
   * A listed segment can be fetched and has the bytes that were uploaded, and so has the
   * initialization section that it is listed with.
   */
  void checkBytes(Entry entry) throws IOException {
    byte[] section = new byte[0];
    if (entry.segment.mapName().isPresent()) {
      section = read(entry, entry.segment.mapName().get());
      truth.check(MediaRules.ofSection(section), "a section of " + entry);
    }
    Chunk chunk = entry.chunk;
    if (chunk == null) {
      return;
    }
    byte[] bytes = read(entry, entry.segment.name());
    truth.check(Chunk.sha256(bytes).equals(chunk.digest), "listed, with other bytes: " + entry);
    if (chunk.section != null) {
      boolean same = Arrays.equals(section, chunk.section.bytes);
      truth.check(same, "listed with another section: " + entry);
      truth.check(MediaRules.ofSegment(section, bytes), "a segment: " + entry);
    }
  }

  private byte[] read(Entry entry, String name) throws IOException {
    Optional<Blob> found = observer.segment(STREAM, SegmentName.parse(name), ByteRange.all());
    truth.check(found.isPresent(), name + " is listed, and not there: " + entry);
    try (Blob blob = found.orElseThrow()) {
      return blob.body().readAllBytes();
    }
  }

  /** The names of all that is stored, manifest included. */
  List<String> stored() throws IOException {
    try (var blobs = store.list("")) {
      return blobs.map(info -> info.key().value().replace(STREAM + "/", "")).toList();
    }
  }

  static String text(PlaylistSnapshot playlist) {
    byte[] bytes = new byte[playlist.bytes().remaining()];
    playlist.bytes().get(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}
