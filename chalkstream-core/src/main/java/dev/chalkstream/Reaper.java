package dev.chalkstream;

import dev.chalkstream.storage.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has left the playlist for long enough. It deletes first and the caller notes it in
 * the ledger after, so a node that dies in between leaves only something to delete once more.
 *
 * <p>Many nodes may delete the same at once, and one may be slow. So that it does not hit a segment
 * that has been given a name anew, it deletes only as long as what it read is fresh, and a name
 * stays in {@linkplain UnlistedSegment#QUARANTINE quarantine} for longer than that. Safe for many
 * threads.
 */
final class Reaper {

  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  /** An append deletes no more than this, so that it does not take long. */
  private static final int SOME = 8;

  /** What was read longer ago may have changed too much to delete anything for it. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final BlobStore store;
  private final HistoryPages pages;
  private final InstantSource clock;

  Reaper(BlobStore store, HistoryPages pages, InstantSource clock) {
    this.store = store;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * Deletes a few segments that are due, on the way of an append.
   *
   * @param view the stream
   * @param asOf when that was read
   * @return the entries that are done with
   */
  Manifest.Ledger deleteSome(StreamView view, Instant asOf) {
    List<UnlistedSegment> due = due(view).segments();
    List<UnlistedSegment> some = due.subList(0, Math.min(SOME, due.size()));
    return delete(view.stream(), new Manifest.Ledger(some, List.of()), asOf);
  }

  /**
   * Deletes what is due: a batch of segments, or the segments of one page. To be called until there
   * is nothing left, each time on the stream as it was just read.
   *
   * @param view the stream
   * @param asOf when that was read
   * @return the entries that are done with
   */
  Manifest.Ledger deleteBatch(StreamView view, Instant asOf) {
    Manifest.Ledger due = due(view);
    List<UnlistedSegment> segments = due.segments();
    List<UnlistedPage> pagesDue = due.pages();
    return delete(
        view.stream(),
        segments.isEmpty()
            ? new Manifest.Ledger(List.of(), pagesDue.subList(0, Math.min(1, pagesDue.size())))
            : new Manifest.Ledger(
                segments.subList(0, Math.min(PlaylistWindow.PAGE_LENGTH, segments.size())),
                List.of()),
        asOf);
  }

  private Manifest.Ledger due(StreamView view) {
    Manifest manifest = view.manifest();
    return manifest == null ? Manifest.Ledger.EMPTY : manifest.ledger().due(clock.instant());
  }

  /** What cannot be deleted now stays noted, and is tried again. */
  private Manifest.Ledger delete(StreamId stream, Manifest.Ledger due, Instant asOf) {
    List<UnlistedSegment> doneSegments = new ArrayList<>();
    List<UnlistedPage> donePages = new ArrayList<>();
    try {
      for (UnlistedSegment segment : due.segments()) {
        if (!segment.deleted()) {
          deleteSegment(stream, segment.name(), asOf);
        }
        doneSegments.add(segment);
      }
      for (UnlistedPage page : due.pages()) {
        if (page.deleted()) {
          pages.delete(stream, page.first());
        } else {
          deleteSegments(stream, page.first(), asOf);
        }
        donePages.add(page);
      }
    } catch (IOException e) {
      LOG.warn("Stream {} keeps what should be deleted for now: {}", stream, e.toString());
    }
    return new Manifest.Ledger(doneSegments, donePages);
  }

  private void deleteSegments(StreamId stream, long page, Instant asOf) throws IOException {
    Optional<List<ListedSegment>> segments = pages.find(stream, page);
    for (ListedSegment segment : segments.orElse(List.of())) {
      if (segment.name() != null) {
        deleteSegment(stream, segment.name(), asOf);
      }
    }
  }

  private void deleteSegment(StreamId stream, SegmentName name, Instant asOf) throws IOException {
    if (!clock.instant().isBefore(asOf.plus(FRESH))) {
      throw new IOException("what was read is too old to delete anything for it");
    }
    store.delete(Keys.segment(stream, name));
  }
}
