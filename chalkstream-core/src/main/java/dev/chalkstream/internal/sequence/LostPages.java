package dev.chalkstream.internal.sequence;

import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Micros;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for pages of the history that are damaged or gone, with gaps. How many there are, the
 * numbering tells. How long they play together, their bytes and their discontinuities, the totals
 * of the playlist tell when all that can be read is subtracted; each gap gets its part of them. So
 * media sequence numbers, and the discontinuity sequence numbers behind the gaps, are what they
 * were, and the totals come out right when the gaps leave the playlist. Where exactly the
 * discontinuities stood, nothing tells: they stand before the first of the gaps.
 */
public final class LostPages {

  /** What rounds to the target duration is not too long (section 4.4.3.1). */
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  private final Window window;
  private final @Nullable TargetDuration targetDuration;
  private final Map<Long, List<ListedSegment>> pages = new HashMap<>();
  private long entries;
  private long micros;
  private long bytes;
  private long discontinuities;

  private LostPages(Window window, @Nullable TargetDuration targetDuration) {
    this.window = window;
    this.targetDuration = targetDuration;
    this.micros = Micros.of(window.duration());
    this.bytes = window.bytes();
    this.discontinuities = window.discontinuities();
  }

  /**
   * All pages of a playlist.
   *
   * @param history tells those that can be read
   * @return the segments of each page, by the number of its first; always {@link
   *     PageNumbers#PAGE_LENGTH} of them
   */
  public static Map<Long, List<ListedSegment>> replace(
      Window window, @Nullable TargetDuration targetDuration, History history) {
    var lost = new LostPages(window, targetDuration);
    lost.read(history);
    if (lost.entries > 0) {
      lost.subtractAllThatIsThere();
      lost.standIn();
    }
    return lost.pages;
  }

  private void read(History history) {
    for (long first : window.pages()) {
      Optional<List<ListedSegment>> page =
          history.find(first).filter(found -> fits(found, targetDuration));
      if (page.isPresent()) {
        pages.put(first, page.get());
      } else {
        entries += PageNumbers.PAGE_LENGTH - unlisted(first);
      }
    }
  }

  private void subtractAllThatIsThere() {
    window.head().forEach(this::subtract);
    pages.forEach(
        (first, page) ->
            page.subList(unlisted(first), PageNumbers.PAGE_LENGTH).forEach(this::subtract));
  }

  /** A page with a segment that is too long is of another stream, or damaged. */
  public static boolean fits(List<ListedSegment> page, @Nullable TargetDuration targetDuration) {
    if (page.size() != PageNumbers.PAGE_LENGTH || targetDuration == null) {
      return false;
    }
    Duration tooLong = targetDuration.toDuration().plus(HALF_A_SECOND);
    return page.stream().allMatch(segment -> segment.duration().compareTo(tooLong) < 0);
  }

  private int unlisted(long first) {
    return (int) Math.max(0, window.mediaSequence() - first);
  }

  private void subtract(ListedSegment segment) {
    micros -= Micros.of(segment.duration());
    bytes -= segment.bytes();
    discontinuities -= segment.discontinuity() ? 1 : 0;
  }

  private void standIn() {
    long most = targetDuration == null ? 0 : Micros.of(targetDuration.toDuration());
    Duration each = Micros.toDuration(Math.min(most, Math.max(0, micros) / entries));
    long eachBytes = Math.max(0, bytes) / entries;
    long unmarked = entries - Math.max(0, Math.min(entries, discontinuities));
    ListedSegment after = window.head().get(0);
    List<Long> firsts = window.pages();
    for (int n = firsts.size() - 1; n >= 0; n--) {
      long first = firsts.get(n);
      List<ListedSegment> page = pages.get(first);
      if (page == null) {
        List<ListedSegment> gaps = new ArrayList<>(PageNumbers.PAGE_LENGTH);
        int unlisted = unlisted(first);
        for (int i = PageNumbers.PAGE_LENGTH - 1; i >= 0; i--) {
          boolean discontinuity = i >= unlisted && unmarked-- <= 0;
          after = gapBefore(after, each, eachBytes, discontinuity);
          gaps.add(after);
        }
        Collections.reverse(gaps);
        page = List.copyOf(gaps);
        pages.put(first, page);
      }
      after = page.get(0);
    }
  }

  /** Numbers and times count back from what is known. */
  private static ListedSegment gapBefore(
      ListedSegment after, Duration each, long bytes, boolean discontinuity) {
    return new ListedSegment(
        null,
        after.section(),
        after.run(),
        Math.max(0, after.sequence() - 1),
        bytes,
        each,
        discontinuity,
        earlier(after.start(), each),
        earlier(after.listedAt(), each),
        List.of());
  }

  private static Instant earlier(Instant time, Duration by) {
    Instant earlier = time.minus(by);
    return earlier.isBefore(Instant.EPOCH) ? Instant.EPOCH : earlier;
  }
}
