package dev.chalkstream;

import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(Reaper.class));

  /** What was read longer ago may have changed too much to delete anything for it. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final BlobStore store;
  private final HistoryPages pages;
  private final HotSegments segments;
  private final Executor workers;
  private final InstantSource clock;

  /**
   * Makes the reaper of all streams.
   *
   * @param segments what is in memory, and is forgotten with what is deleted
   * @param workers delete, several at a time, since a page has many segments and a store may be far
   */
  Reaper(
      BlobStore store,
      HistoryPages pages,
      HotSegments segments,
      Executor workers,
      InstantSource clock) {
    this.store = store;
    this.pages = pages;
    this.segments = segments;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * Begins to delete a segment.
   *
   * @param stream its stream
   * @param segment an entry that is due
   * @param asOf when that was read
   * @return whether the entry is done with, once that is known
   */
  CompletableFuture<Boolean> begin(StreamId stream, UnlistedSegment segment, Instant asOf) {
    if (segment.deleted()) {
      return CompletableFuture.completedFuture(true);
    }
    return deletions(stream, List.of(segment.name()), asOf).get(0);
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

  /** What may be deleted by now, and what has been long enough in quarantine. */
  Manifest.Ledger due(StreamView view) {
    Manifest manifest = view.manifest();
    return manifest == null
        ? Manifest.Ledger.EMPTY
        : manifest.ledger().due(view.clock().timeAt(clock.instant()));
  }

  /** How many entries are due whose segments are not known to be deleted. */
  long overdue(StreamView view) {
    Manifest.Ledger due = due(view);
    return due.segments().stream().filter(segment -> !segment.deleted()).count()
        + due.pages().stream().filter(page -> !page.deleted()).count();
  }

  /** What cannot be deleted now stays noted, and is tried again. */
  private Manifest.Ledger delete(StreamId stream, Manifest.Ledger due, Instant asOf) {
    List<UnlistedSegment> segments =
        due.segments().stream().filter(segment -> !segment.deleted()).toList();
    List<UnlistedSegment> doneSegments = new ArrayList<>(due.segments());
    List<SegmentName> names = segments.stream().map(UnlistedSegment::name).toList();
    List<CompletableFuture<Boolean>> deletions = deletions(stream, names, asOf);
    for (int i = 0; i < segments.size(); i++) {
      if (!await(deletions.get(i))) {
        doneSegments.remove(segments.get(i));
      }
    }
    List<UnlistedPage> donePages =
        due.pages().stream().filter(page -> deletePage(stream, page, asOf)).toList();
    return new Manifest.Ledger(doneSegments, donePages);
  }

  /** Of a page the segments go first, and it itself when nobody needs it to find them any more. */
  private boolean deletePage(StreamId stream, UnlistedPage page, Instant asOf) {
    try {
      if (page.deleted()) {
        pages.delete(stream, page.first());
        return true;
      }
      List<SegmentName> names = new ArrayList<>();
      for (ListedSegment segment : pages.find(stream, page.first()).orElse(List.of())) {
        if (segment.name() != null) {
          names.add(segment.name());
        }
      }
      return deletions(stream, names, asOf).stream().allMatch(Reaper::await);
    } catch (DamagedBlobException e) {
      FAULTS.event(
          Keys.page(stream, page.first()),
          "A damaged page of stream {} is given up; a scan of the store deletes the segments that"
              + " it lists when they are a day old: {}",
          stream,
          e.getMessage());
      return true;
    } catch (IOException e) {
      FAULTS.fault(
          e, "Page {} of stream {} is kept for now: {}", page.first(), stream, e.toString());
      return false;
    }
  }

  /** Whether a deletion has succeeded, once it is at its end. */
  static boolean await(CompletableFuture<Boolean> deletion) {
    try {
      return deletion.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Begins to delete segments. When one of them cannot be, those behind it are not tried. */
  private List<CompletableFuture<Boolean>> deletions(
      StreamId stream, List<SegmentName> names, Instant asOf) {
    var failed = new AtomicBoolean();
    return names.stream()
        .map(
            name ->
                CompletableFuture.supplyAsync(
                    () -> !failed.get() && delete(stream, name, asOf, failed), workers))
        .toList();
  }

  private boolean delete(StreamId stream, SegmentName name, Instant asOf, AtomicBoolean failed) {
    if (!clock.instant().isBefore(asOf.plus(FRESH))) {
      failed.set(true);
      return false;
    }
    try {
      BlobKey key = Keys.segment(stream, name);
      store.delete(key);
      segments.forget(key);
      return true;
    } catch (IOException e) {
      if (!failed.getAndSet(true)) {
        FAULTS.fault(e, "Stream {} keeps what should be deleted for now: {}", stream, e.toString());
      }
      return false;
    }
  }
}
