package dev.chalkstream.internal.sequence;

import dev.chalkstream.SegmentName;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.ListedOrder;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.PushedTags;
import dev.chalkstream.internal.manifest.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The playlist of a stream while it is changed: appended to at the end, taken away from at the
 * front, never otherwise (section 6.2.1 of the HLS draft). Segments are numbered by their media
 * sequence numbers. Not safe for use by many threads.
 */
public final class PlaylistWindow {

  /** A live playlist plays at least so many target durations (section 6.2.2). */
  private static final int MIN_TARGET_DURATIONS = 3;

  private final Duration retention;
  private final History history;
  private final List<ListedSegment> head = new ArrayList<>();
  private final SortedMap<Long, List<ListedSegment>> sealed = new TreeMap<>();
  private final DeletionLedger ledger;
  private final MarkerEditor markers;
  private final Sections sections;

  /** All pages, once one of them was found to be lost. */
  private @Nullable Map<Long, List<ListedSegment>> replaced;

  private long front;
  private long headSequence;
  private long discontinuitySequence;
  private Duration duration;
  private long bytes;
  private long discontinuities;
  private Duration longestPlaylist;
  private @Nullable TargetDuration targetDuration;

  private PlaylistWindow(
      Duration retention,
      Window window,
      @Nullable TargetDuration targetDuration,
      Sections sections,
      DeletionLedger ledger,
      History history,
      Remarks remarks) {
    this.retention = retention;
    this.history = history;
    this.ledger = ledger;
    this.sections = sections;
    this.targetDuration = targetDuration;
    this.head.addAll(window.head());
    this.front = window.mediaSequence();
    this.headSequence = window.headSequence();
    this.discontinuitySequence = window.discontinuitySequence();
    this.duration = window.duration();
    this.bytes = window.bytes();
    this.discontinuities = window.discontinuities();
    this.longestPlaylist = window.longestPlaylist();
    this.markers = new MarkerEditor(window.markers(), remarks);
  }

  /** The playlist of a stream that begins now, with given sequence numbers. */
  static PlaylistWindow begin(
      Duration retention, long first, long firstDiscontinuity, History history, Remarks remarks) {
    var empty =
        new Window(first, firstDiscontinuity, first, Duration.ZERO, 0, 0, Duration.ZERO, List.of());
    return new PlaylistWindow(
        retention,
        empty,
        null,
        new Sections(List.of()),
        new DeletionLedger(Manifest.Ledger.EMPTY),
        history,
        remarks);
  }

  static PlaylistWindow of(Manifest manifest, History history, Remarks remarks) {
    return new PlaylistWindow(
        manifest.terms().retention(),
        manifest.window(),
        manifest.targetDuration(),
        new Sections(manifest.main().sections()),
        new DeletionLedger(manifest.ledger()),
        history,
        remarks);
  }

  /** Begins later than was thought, as nothing is listed yet. */
  void beginAt(long first) {
    if (isEmpty() && front == headSequence && first > front) {
      front = first;
      headSequence = first;
    }
  }

  public Window toWindow() {
    return new Window(
        front,
        discontinuitySequence,
        headSequence,
        duration,
        bytes,
        discontinuities,
        longestPlaylist,
        List.copyOf(head),
        markers.toMarkers());
  }

  public MarkerEditor markers() {
    return markers;
  }

  /** What is marked before a segment that is about to be added, as far as there is room. */
  List<String> listTags(PushedTags said, @Nullable Instant saidStart, Instant start) {
    int noted = head.stream().mapToInt(segment -> Markers.bytes(segment.tags())).sum();
    Duration shift = MarkerEditor.shift(saidStart, start);
    return markers.list(said, shift, start, Markers.MAX_BYTES - noted);
  }

  public DeletionLedger ledger() {
    return ledger;
  }

  /** The media sequence number of the first segment. */
  long front() {
    return front;
  }

  /** The initialization sections that are needed. */
  Sections sections() {
    return sections;
  }

  /**
   * Notes that initialization sections may be deleted, which nothing needs any more: as long as
   * players may hold a playlist that lists a segment which needed them (section 6.2.2), they stay.
   * So may what they were copied from, which whoever wants it again must send again.
   */
  void deleteSections(Set<SegmentName> released, Instant now) {
    Duration longestSegment = targetDuration == null ? Duration.ZERO : targetDuration.toDuration();
    Instant deleteAt = now.plus(longestPlaylist).plus(longestSegment);
    for (SegmentName section : released) {
      ledger.addSegment(section, deleteAt);
      ledger.addSegment(SegmentName.of(section.digest(), section.file()), deleteAt);
    }
  }

  /** The pages that were sealed, by the media sequence numbers of their first segments. */
  SortedMap<Long, List<ListedSegment>> sealedPages() {
    return sealed;
  }

  @Nullable TargetDuration targetDuration() {
    return targetDuration;
  }

  /** The target duration, or what it would be if it began with such a segment. */
  TargetDuration targetDurationOr(Duration segment) {
    TargetDuration known = targetDuration;
    return known == null ? TargetDuration.roundUp(segment) : known;
  }

  /** Fixes the target duration, unless it is fixed already. */
  public void proposeTargetDuration(TargetDuration proposed) {
    if (targetDuration == null) {
      targetDuration = proposed;
    }
  }

  public boolean isEmpty() {
    return front == headSequence + head.size();
  }

  /** The last listed segment; it always lies in the head. */
  Optional<ListedSegment> last() {
    return head.isEmpty() ? Optional.empty() : Optional.of(head.get(head.size() - 1));
  }

  /** The entry of a run's number, unless it has left the playlist or was never in it. */
  public Optional<ListedSegment> find(int run, long sequence) {
    boolean recent = !head.isEmpty() && !ListedOrder.isBehind(head.get(0), run, sequence);
    if (recent || front == headSequence) {
      return ListedOrder.find(head, run, sequence);
    }
    long page = findPage(run, sequence);
    List<ListedSegment> listed = page(page);
    int gone = (int) Math.max(0, front - page);
    return ListedOrder.find(listed.subList(gone, listed.size()), run, sequence);
  }

  /**
   * The page in which a run's number lies that is not in the head. Pages may have to be read, and
   * most that is looked for has just left the head; so the steps back from the head double.
   */
  private long findPage(int run, long sequence) {
    List<Long> pages = PageNumbers.pages(front, headSequence);
    int high = pages.size();
    int low = high - 1;
    for (int step = 1; low > 0 && startsBehind(pages.get(low), run, sequence); step *= 2) {
      high = low;
      low = Math.max(0, low - step);
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (startsBehind(pages.get(middle), run, sequence)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return pages.get(low);
  }

  private boolean startsBehind(long page, int run, long sequence) {
    return ListedOrder.isBehind(page(page).get(0), run, sequence);
  }

  /** Whether a run's number lies before all that is listed. */
  public boolean isOver(int run, long sequence) {
    if (isEmpty()) {
      return true;
    }
    return ListedOrder.isBehind(frontSegment(), run, sequence);
  }

  /** Appends a segment. */
  void add(ListedSegment segment) {
    TargetDuration known = targetDuration;
    if (known == null) {
      targetDuration = TargetDuration.roundUp(segment.duration());
    } else if (!known.admits(segment.duration())) {
      targetDuration = TargetDuration.round(segment.duration());
    }
    if (segment.section() != null) {
      sections.use(segment.section(), headSequence + head.size());
    }
    head.add(segment);
    duration = duration.plus(segment.duration());
    bytes += segment.bytes();
    discontinuities += segment.discontinuity() ? 1 : 0;
    longestPlaylist = duration.compareTo(longestPlaylist) > 0 ? duration : longestPlaylist;
  }

  /**
   * Takes away what has been listed for longer than the retention, as far as the playlist stays
   * long enough, and notes when its bytes may go: after its own duration and that of the longest
   * playlist that can have held it (section 6.2.2).
   */
  void slide(Instant now) {
    if (retention.isZero() || targetDuration == null) {
      return;
    }
    Duration least = targetDuration.toDuration().multipliedBy(MIN_TARGET_DURATIONS);
    while (!isEmpty()) {
      ListedSegment first = frontSegment();
      boolean expired = !now.isBefore(first.listedAt().plus(retention));
      markers.forget(first.start());
      if (!expired || duration.minus(first.duration()).compareTo(least) < 0) {
        return;
      }
      removeFront(first, now.plus(first.duration()).plus(longestPlaylist));
    }
  }

  /**
   * Takes away everything, as an ended stream whose time is over: its segments stay for as long as
   * the playlist played (section 6.2.2).
   */
  void expire(Instant now) {
    Instant deleteAt = now.plus(duration);
    PageNumbers.pages(front, headSequence).forEach(page -> ledger.addPage(page, deleteAt));
    head.forEach(segment -> ledger.addSegment(segment.name(), deleteAt));
    headSequence += head.size();
    front = headSequence;
    head.clear();
    markers.clear();
    discontinuitySequence += discontinuities;
    discontinuities = 0;
    duration = Duration.ZERO;
    bytes = 0;
  }

  /**
   * Moves the oldest segments of the head into pages of the history, where there are many. To be
   * called before anything is added: only what is stored already can be sealed, since nothing of it
   * will ever change, whoever wins the race for the next revision.
   */
  void seal() {
    while (head.size() >= PageNumbers.PAGE_LENGTH + PageNumbers.MIN_HEAD_LENGTH) {
      List<ListedSegment> page = head.subList(0, PageNumbers.PAGE_LENGTH);
      sealed.put(headSequence, List.copyOf(page));
      page.clear();
      headSequence += PageNumbers.PAGE_LENGTH;
    }
  }

  private ListedSegment frontSegment() {
    if (front == headSequence) {
      return head.get(0);
    }
    long page = pageOf(front);
    return page(page).get((int) (front - page));
  }

  private void removeFront(ListedSegment first, Instant deleteAt) {
    if (front == headSequence) {
      head.remove(0);
      headSequence++;
      ledger.addSegment(first.name(), deleteAt);
    } else if (pageOf(front) + PageNumbers.PAGE_LENGTH == front + 1) {
      ledger.addPage(pageOf(front), deleteAt);
    }
    front++;
    subtract(first);
  }

  /**
   * Takes a segment out of the totals. Where a page was lost, its segments count with their part of
   * the totals on one node and with what they were on another that has it in memory; so the totals
   * never become less than those of the head, and are those when nothing else is left.
   */
  private void subtract(ListedSegment first) {
    Duration headDuration = Duration.ZERO;
    long headBytes = 0;
    long headDiscontinuities = 0;
    for (ListedSegment segment : head) {
      headDuration = headDuration.plus(segment.duration());
      headBytes += segment.bytes();
      headDiscontinuities += segment.discontinuity() ? 1 : 0;
    }
    boolean onlyHead = front == headSequence;
    Duration rest = duration.minus(first.duration());
    duration = onlyHead || rest.compareTo(headDuration) < 0 ? headDuration : rest;
    bytes = onlyHead ? headBytes : Math.max(headBytes, bytes - first.bytes());
    long left = discontinuities - (first.discontinuity() ? 1 : 0);
    left = onlyHead ? headDiscontinuities : Math.max(headDiscontinuities, left);
    discontinuitySequence += discontinuities - left;
    discontinuities = left;
  }

  private long pageOf(long sequence) {
    return PageNumbers.pageOf(sequence, headSequence);
  }

  /** The segments of a listed page, or what stands in for them. */
  private List<ListedSegment> page(long first) {
    Map<Long, List<ListedSegment>> known = replaced;
    if (known != null && !sealed.containsKey(first)) {
      return Objects.requireNonNull(known.get(first));
    }
    return intact(first).orElseGet(() -> Objects.requireNonNull(replacePages().get(first)));
  }

  private Map<Long, List<ListedSegment>> replacePages() {
    Map<Long, List<ListedSegment>> all =
        LostPages.replace(toWindow(), targetDuration, this::intact);
    replaced = all;
    return all;
  }

  private Optional<List<ListedSegment>> intact(long first) {
    List<ListedSegment> fresh = sealed.get(first);
    return fresh == null ? history.find(first) : Optional.of(fresh);
  }
}
