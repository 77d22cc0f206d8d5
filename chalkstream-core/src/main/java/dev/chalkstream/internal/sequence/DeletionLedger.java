package dev.chalkstream.internal.sequence;

import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has left the playlist and waits for its deletion, while it is changed. Not safe for use by
 * many threads.
 */
public final class DeletionLedger {

  /**
   * So many segments are noted. There are more only where a store has refused to delete for hours:
   * then the oldest are left to the scan ({@code StoreScan}), which deletes what no manifest names.
   */
  public static final int MAX_SEGMENTS = 8_192;

  private final List<UnlistedSegment> segments;
  private final List<UnlistedPage> pages;
  private long takenDownIn;

  DeletionLedger(Manifest.Ledger ledger) {
    this.segments = new ArrayList<>(ledger.segments());
    this.pages = new ArrayList<>(ledger.pages());
    this.takenDownIn = ledger.takenDownIn();
  }

  Manifest.Ledger toLedger() {
    int beyond = Math.max(0, segments.size() - MAX_SEGMENTS);
    return new Manifest.Ledger(segments.subList(beyond, segments.size()), pages, takenDownIn);
  }

  /** Notes a segment; a gap, which has no name, leaves nothing to delete. */
  public void addSegment(@Nullable SegmentName name, Instant deleteAt) {
    if (name != null) {
      segments.add(new UnlistedSegment(name, deleteAt));
    }
  }

  void addPage(long first, Instant deleteAt) {
    pages.add(new UnlistedPage(first, deleteAt));
  }

  /** Notes that from a revision on nothing is listed that may have been stored before it. */
  public void takeDown(long revision) {
    takenDownIn = revision;
  }

  /** Whether something may have been deleted by a takedown that was stored after a revision. */
  boolean isTakenDownAfter(long revision) {
    return takenDownIn > revision;
  }

  /**
   * Lets be deleted now what was to be deleted later.
   *
   * @return whether there was any
   */
  public boolean hurry(Instant now) {
    boolean any =
        segments.stream().anyMatch(segment -> segment.due().isAfter(now))
            || pages.stream().anyMatch(page -> page.due().isAfter(now));
    segments.replaceAll(segment -> segment.hurried(now));
    pages.replaceAll(page -> page.hurried(now));
    return any;
  }

  /**
   * Strikes off what is deleted.
   *
   * @return whether there was any of it
   */
  public boolean strike(Manifest.Ledger deleted) {
    boolean some = segments.removeAll(new HashSet<>(deleted.segments()));
    return pages.removeAll(new HashSet<>(deleted.pages())) || some;
  }
}
