package dev.chalkstream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has left the playlist and waits for its deletion, while it is changed. Not safe for use by
 * many threads.
 */
final class DeletionLedger {

  /**
   * So many segments are noted. There are more only where a store has refused to delete for hours:
   * then the oldest are left to the {@link StoreScan}, which deletes what no manifest names.
   */
  static final int MAX_SEGMENTS = 8_192;

  private final List<UnlistedSegment> segments;
  private final List<UnlistedPage> pages;

  DeletionLedger(Manifest.Ledger ledger) {
    this.segments = new ArrayList<>(ledger.segments());
    this.pages = new ArrayList<>(ledger.pages());
  }

  Manifest.Ledger toLedger() {
    int beyond = Math.max(0, segments.size() - MAX_SEGMENTS);
    return new Manifest.Ledger(segments.subList(beyond, segments.size()), pages);
  }

  /** Notes a segment; a gap, which has no name, leaves nothing to delete. */
  void addSegment(@Nullable SegmentName name, Instant deleteAt) {
    if (name != null) {
      segments.add(new UnlistedSegment(name, deleteAt, false));
    }
  }

  void addPage(long first, Instant deleteAt) {
    pages.add(new UnlistedPage(first, deleteAt, false));
  }

  boolean names(SegmentName name) {
    return segments.stream().anyMatch(segment -> segment.name().equals(name));
  }

  List<UnlistedPage> pages() {
    return List.copyOf(pages);
  }

  /**
   * Lets be deleted now what was to be deleted later.
   *
   * @return whether there was any
   */
  boolean hurry(Instant now) {
    boolean any =
        segments.stream().anyMatch(segment -> !segment.deleted() && segment.due().isAfter(now))
            || pages.stream().anyMatch(page -> !page.deleted() && page.due().isAfter(now));
    segments.replaceAll(segment -> segment.hurried(now));
    pages.replaceAll(page -> page.hurried(now));
    return any;
  }

  /**
   * Notes what is done: what was to be deleted is deleted, and what had been deleted before is
   * struck off.
   *
   * @return whether any of it was noted
   */
  boolean advance(Manifest.Ledger done, Instant now) {
    Set<UnlistedSegment> doneSegments = new HashSet<>(done.segments());
    Set<UnlistedPage> donePages = new HashSet<>(done.pages());
    boolean any =
        segments.stream().anyMatch(doneSegments::contains)
            || pages.stream().anyMatch(donePages::contains);
    segments.removeIf(segment -> segment.deleted() && doneSegments.contains(segment));
    segments.replaceAll(
        segment -> doneSegments.contains(segment) ? segment.asDeleted(now) : segment);
    pages.removeIf(page -> page.deleted() && donePages.contains(page));
    pages.replaceAll(page -> donePages.contains(page) ? page.asDeleted(now) : page);
    return any;
  }
}
