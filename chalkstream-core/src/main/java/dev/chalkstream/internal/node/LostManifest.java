package dev.chalkstream.internal.node;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.Rendition;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.internal.sequence.Showings;
import dev.chalkstream.media.Container;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a stream whose manifest is damaged or gone, and the tombstone that takes the
 * manifest's place when an operator takes the stream down. The tombstone lets all be deleted that
 * is left, by the same ledger as ever.
 *
 * <p>The stream's numbers are lost, so those of the tombstone are greater than any that it can have
 * had: media sequence numbers follow the clock with a second for each, where a stream begins with
 * one for each showing of the poster, or with 0; and they are above all that this node and the keys
 * of the history tell.
 */
final class LostManifest {

  private static final Logger LOG = LoggerFactory.getLogger(LostManifest.class);

  /** Clocks of other nodes may be ahead. */
  private static final Duration HEAD_START = Duration.ofMinutes(10);

  /** More discontinuities than that are in no head, and in few recordings. */
  private static final long DISCONTINUITIES = 10_000;

  private final Node node;
  private final StreamId stream;
  private final Set<SegmentName> segments = new HashSet<>();
  private final List<Long> pages = new ArrayList<>();
  private @Nullable BlobVersion version;
  private boolean empty = true;

  private LostManifest(Node node, StreamId stream) {
    this.node = node;
    this.stream = stream;
  }

  /**
   * Looks what is left of a stream.
   *
   * @return what is left, or empty if nothing is stored under the stream's keys
   * @throws IOException if the store is at fault
   */
  static Optional<LostManifest> find(Node node, StreamId stream) throws IOException {
    var found = new LostManifest(node, stream);
    try (Stream<BlobInfo> blobs = node.store().list(Keys.prefix(stream))) {
      blobs.forEach(found::add);
    }
    return found.empty ? Optional.empty() : Optional.of(found);
  }

  /** Nothing, where a node knows of a stream all the same. */
  static LostManifest nothing(Node node, StreamId stream) {
    return new LostManifest(node, stream);
  }

  private void add(BlobInfo blob) {
    empty = false;
    if (blob.key().equals(Keys.manifest(stream))) {
      version = blob.version();
    }
    Keys.segmentName(blob.key()).ifPresent(segments::add);
    OptionalLong page = Keys.pageNumber(blob.key());
    if (page.isPresent()) {
      pages.add(page.getAsLong());
    }
  }

  /** The version of the manifest as the listing has it, or null if it has none. */
  @Nullable BlobVersion version() {
    return version;
  }

  /**
   * The tombstone.
   *
   * @param known the manifest as this node knew it, or null
   * @throws IOException if the store is at fault
   */
  Manifest tombstone(@Nullable Manifest known) throws IOException {
    Instant clock = node.clock().date().truncatedTo(ChronoUnit.MILLIS);
    Instant now = known == null || clock.isAfter(known.time()) ? clock : known.time();
    Window window = window(known, now);
    long revision = Math.max(now.getEpochSecond(), known == null ? 0 : known.revision() + 1);
    return new Manifest(
        new Manifest.Stamp(revision, node.nextWriter(), now),
        known == null ? Manifest.Terms.of(node.rules().policy()) : known.terms(),
        life(known, now),
        runs(known),
        new Rendition(Container.MPEG_TS, window, List.of(), null),
        ledger(now, revision),
        Pushes.NONE);
  }

  private static Manifest.Life life(@Nullable Manifest known, Instant now) {
    return known == null
        ? new Manifest.Life(StreamStatus.State.EXPIRED, now, now, now, null)
        : new Manifest.Life(
            StreamStatus.State.EXPIRED,
            known.startedAt(),
            known.liveSince(),
            known.lastSegmentAt(),
            known.targetDuration());
  }

  private static Manifest.Runs runs(@Nullable Manifest known) {
    return known == null
        ? new Manifest.Runs(new Run(1, null, Run.NOTHING_LISTED, 0, null, true), List.of())
        : new Manifest.Runs(
            known.run().withMissingSince(null).withDiscontinuity(), known.supersededRuns());
  }

  private Window window(@Nullable Manifest known, Instant now) {
    long first = now.plus(HEAD_START).getEpochSecond();
    for (long page : pages) {
      first = Math.max(first, page + 2L * PageNumbers.PAGE_LENGTH + segments.size());
    }
    long discontinuities =
        new Showings(node.rules().waitingRoom()).firstDiscontinuity() + DISCONTINUITIES;
    Duration longest = Duration.ZERO;
    if (known != null) {
      Window before = known.window();
      first = Math.max(first, before.nextSequence());
      discontinuities =
          Math.max(discontinuities, before.discontinuitySequence() + before.discontinuities());
      longest = before.longestPlaylist();
    }
    return new Window(first, discontinuities, first, Duration.ZERO, 0, 0, longest, List.of());
  }

  /** Pages that can be read tell the names of their segments; what is left is named by itself. */
  private Manifest.Ledger ledger(Instant now, long revision) throws IOException {
    Set<SegmentName> unnamed = new HashSet<>(segments);
    for (long page : pages) {
      for (ListedSegment segment : listed(page)) {
        if (segment.name() != null) {
          unnamed.remove(segment.name());
        }
      }
    }
    return new Manifest.Ledger(
        unnamed.stream().map(name -> new UnlistedSegment(name, now)).toList(),
        pages.stream().map(page -> new UnlistedPage(page, now)).toList(),
        revision);
  }

  private List<ListedSegment> listed(long page) throws IOException {
    try {
      return node.pages().find(stream, page).orElse(List.of());
    } catch (DamagedBlobException e) {
      LOG.debug("What is listed there is among what nothing names", e);
      return List.of();
    }
  }
}
