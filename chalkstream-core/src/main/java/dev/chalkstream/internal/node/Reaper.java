package dev.chalkstream.internal.node;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.resource.StreamShares;
import dev.chalkstream.internal.segment.HotSegments;
import dev.chalkstream.internal.view.HistoryPages;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has left the playlist for long enough. It deletes first and the caller strikes it
 * off the ledger after, so a node that dies in between leaves only something to delete once more.
 * Many nodes may delete the same at once, and one may be slow: a key is never used again, so a
 * deletion cannot hit what is listed. Safe for many threads.
 */
public final class Reaper {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(Reaper.class));

  private final BlobStore store;
  private final HistoryPages pages;
  private final HotSegments segments;
  private final StreamShares workers;
  private final InstantSource clock;

  /**
   * Makes the reaper of all streams.
   *
   * @param segments what is in memory, and is forgotten with what is deleted
   * @param workers delete, several at a time, since a page has many segments and a store may be far
   */
  public Reaper(
      BlobStore store,
      HistoryPages pages,
      HotSegments segments,
      StreamShares workers,
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
   * @return whether the entry is done with, once that is known
   */
  CompletableFuture<Boolean> begin(StreamId stream, UnlistedSegment segment) {
    return deletions(stream, List.of(segment.name())).get(0);
  }

  /**
   * Deletes what is due: a batch of segments, or the segments of one page. To be called until there
   * is nothing left, each time on the stream as it was just read.
   *
   * @param view the stream
   * @return the entries that are done with
   */
  Manifest.Ledger deleteBatch(StreamView view) {
    Manifest.Ledger due = due(view);
    List<UnlistedSegment> segments = due.segments();
    List<UnlistedPage> pagesDue = due.pages();
    return delete(
        view.stream(),
        segments.isEmpty()
            ? new Manifest.Ledger(List.of(), pagesDue.subList(0, Math.min(1, pagesDue.size())))
            : new Manifest.Ledger(
                segments.subList(0, Math.min(PageNumbers.PAGE_LENGTH, segments.size())),
                List.of()));
  }

  /** What may be deleted by now. */
  Manifest.Ledger due(StreamView view) {
    Manifest manifest = view.manifest();
    return manifest == null
        ? Manifest.Ledger.EMPTY
        : manifest.ledger().due(view.clock().timeAt(clock.instant()));
  }

  /** How many entries are due. */
  long overdue(StreamView view) {
    Manifest.Ledger due = due(view);
    return due.segments().size() + due.pages().size();
  }

  /** What cannot be deleted now stays noted, and is tried again. */
  private Manifest.Ledger delete(StreamId stream, Manifest.Ledger due) {
    List<SegmentName> names = due.segments().stream().map(UnlistedSegment::name).toList();
    List<CompletableFuture<Boolean>> deletions = deletions(stream, names);
    List<UnlistedSegment> doneSegments = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (await(deletions.get(i))) {
        doneSegments.add(due.segments().get(i));
      }
    }
    List<UnlistedPage> donePages =
        due.pages().stream().filter(page -> deletePage(stream, page)).toList();
    return new Manifest.Ledger(doneSegments, donePages);
  }

  /** Of a page the segments go first, and it itself when nobody needs it to find them any more. */
  private boolean deletePage(StreamId stream, UnlistedPage page) {
    try {
      boolean emptied =
          deletions(stream, segmentsOf(stream, page)).stream().allMatch(Reaper::await);
      if (emptied) {
        pages.delete(stream, page.first());
      }
      return emptied;
    } catch (IOException e) {
      FAULTS.fault(
          e, "Page {} of stream {} is kept for now: {}", page.first(), stream, e.toString());
      return false;
    }
  }

  private List<SegmentName> segmentsOf(StreamId stream, UnlistedPage page) throws IOException {
    try {
      return pages.find(stream, page.first()).orElse(List.of()).stream()
          .map(ListedSegment::name)
          .filter(Objects::nonNull)
          .toList();
    } catch (DamagedBlobException e) {
      FAULTS.event(
          Keys.page(stream, page.first()),
          "A damaged page of stream {} is given up; a scan of the store deletes the segments that"
              + " it lists when they are a day old: {}",
          stream,
          e.getMessage());
      return List.of();
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
  private List<CompletableFuture<Boolean>> deletions(StreamId stream, List<SegmentName> names) {
    var failed = new AtomicBoolean();
    return names.stream()
        .map(name -> workers.submit(stream, () -> !failed.get() && delete(stream, name, failed)))
        .toList();
  }

  private boolean delete(StreamId stream, SegmentName name, AtomicBoolean failed) {
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
