package dev.chalkstream.internal.view;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.PlaylistType;
import dev.chalkstream.hls.PlaylistWriter;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.Window;
import dev.chalkstream.internal.segment.GapFiller;
import dev.chalkstream.internal.sequence.LostPages;
import dev.chalkstream.media.Container;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the text of one revision's playlist, as far as it is not there already. Not safe for use by
 * many threads, and of use once.
 */
public final class PlaylistComposer {

  private static final int VERSION = 6;

  /** EXT-X-MAP asks for 6 (section 8). */
  private static final int VERSION_WITH_MAPS = 7;

  private final StreamId stream;
  private final Window window;
  private final Container container;
  private final TargetDuration targetDuration;
  private final MediaPlaylist header;
  private final Customization customization;
  private final Predicate<SegmentName> isDamaged;
  private final Map<Long, TextPiece> pages = new HashMap<>();
  private final Map<SegmentName, MediaMap> maps = new HashMap<>();

  /**
   * Begins a playlist.
   *
   * @param manifest the revision, which lists something
   * @param isDamaged tells segments that are listed and cannot be read. Their entries stay as they
   *     are, with EXT-X-GAP: the rules for changing a playlist (section 6.2.1) do not foresee that,
   *     and neither that a listed segment cannot be had; a player that is told so goes on
   */
  public PlaylistComposer(
      StreamId stream,
      Manifest manifest,
      Customization customization,
      Predicate<SegmentName> isDamaged) {
    TargetDuration target = manifest.targetDuration();
    if (target == null) {
      throw new IllegalArgumentException("stream " + stream + " has listed nothing yet");
    }
    this.stream = stream;
    this.window = manifest.window();
    this.container = manifest.main().container();
    this.targetDuration = target;
    this.customization = customization;
    this.isDamaged = isDamaged;
    this.header = customization.header(header(manifest, target));
  }

  /** Fixed as long as the stream has segments, and what the usual tools write for each. */
  static int version(Container container) {
    return container == Container.CMAF ? VERSION_WITH_MAPS : VERSION;
  }

  private static MediaPlaylist header(Manifest manifest, TargetDuration target) {
    MediaPlaylist.Builder header =
        MediaPlaylist.builder(target)
            .version(version(manifest.main().container()))
            .mediaSequence(manifest.window().mediaSequence())
            .discontinuitySequence(manifest.window().discontinuitySequence())
            .independentSegments(manifest.terms().independentSegments())
            .ended(manifest.state() == StreamStatus.State.COMPLETE);
    if (manifest.terms().retention().isZero()) {
      header.type(PlaylistType.EVENT);
    }
    return header.build();
  }

  /**
   * Which pages must be read: the oldest, because what stands at the top of a playlist is not what
   * stands in it, and those whose text is not there.
   *
   * @param made the text of pages
   */
  static List<Long> needed(Manifest manifest, Map<Long, TextPiece> made) {
    List<Long> firsts = manifest.window().pages();
    return Stream.concat(
            firsts.stream().limit(1),
            firsts.stream().skip(1).filter(first -> !made.containsKey(first)))
        .toList();
  }

  /**
   * Makes the text.
   *
   * @param made the text of pages, as it was made before
   * @param history tells the segments of the pages; asked for {@linkplain #needed some}, or for all
   *     if one of these is lost
   */
  public PlaylistText compose(Map<Long, TextPiece> made, History history) {
    List<Long> firsts = window.pages();
    if (firsts.isEmpty()) {
      return join(List.of(), List.of());
    }
    Optional<List<ListedSegment>> oldest = intact(history, firsts.get(0));
    if (oldest.isEmpty()) {
      return composeWithLoss(made, history);
    }
    SegmentName section = sectionAtEnd(oldest.get());
    List<TextPiece> later = new ArrayList<>();
    for (long first : firsts.subList(1, firsts.size())) {
      Optional<TextPiece> text = textOfPage(first, section, made, history);
      if (text.isEmpty()) {
        return composeWithLoss(made, history);
      }
      pages.put(first, text.get());
      later.add(text.get());
      section = text.get().sectionAtEnd();
    }
    return join(listed(oldest.get()), later);
  }

  /**
   * The text of a page, or empty if it is lost.
   *
   * @param section the initialization section of the segment before it
   */
  private Optional<TextPiece> textOfPage(
      long first, @Nullable SegmentName section, Map<Long, TextPiece> made, History history) {
    TextPiece known = made.get(first);
    return known != null && known.follows(section)
        ? Optional.of(known)
        : intact(history, first).map(page -> text(page, section));
  }

  /** What stands in for lost pages depends on all that can be read, so that is read. */
  private PlaylistText composeWithLoss(Map<Long, TextPiece> made, History history) {
    List<Long> firsts = window.pages();
    Map<Long, List<ListedSegment>> all = LostPages.replace(window, targetDuration, history);
    List<ListedSegment> oldest = Objects.requireNonNull(all.get(firsts.get(0)));
    SegmentName section = sectionAtEnd(oldest);
    List<TextPiece> later = new ArrayList<>();
    for (long first : firsts.subList(1, firsts.size())) {
      TextPiece known = made.get(first);
      if (known != null && known.follows(section) && intact(history, first).isPresent()) {
        pages.put(first, known);
        later.add(known);
      } else {
        later.add(text(Objects.requireNonNull(all.get(first)), section));
      }
      section = later.get(later.size() - 1).sectionAtEnd();
    }
    return join(listed(oldest), later);
  }

  private Optional<List<ListedSegment>> intact(History history, long first) {
    return history.find(first).filter(found -> LostPages.fits(found, targetDuration));
  }

  /** What is still listed of the oldest page. */
  private List<ListedSegment> listed(List<ListedSegment> oldest) {
    int unlisted = (int) Math.max(0, window.mediaSequence() - window.pages().get(0));
    return oldest.subList(unlisted, oldest.size());
  }

  private PlaylistText join(List<ListedSegment> oldest, List<TextPiece> later) {
    List<TextPiece> pieces = new ArrayList<>(later.size() + 4);
    pieces.add(TextPiece.of(PlaylistWriter.header(header)));
    if (oldest.isEmpty()) {
      pieces.add(top(window.head(), Set.of()));
    } else {
      TextPiece last = later.isEmpty() ? null : later.get(later.size() - 1);
      TextPiece head =
          text(window.head(), last == null ? sectionAtEnd(oldest) : last.sectionAtEnd());
      Set<String> ranges = new HashSet<>(head.ranges());
      later.forEach(page -> ranges.addAll(page.ranges()));
      pieces.add(top(oldest, ranges));
      pieces.addAll(later);
      pieces.add(head);
    }
    pieces.add(TextPiece.of(PlaylistWriter.ending(header)));
    return new PlaylistText(header, pieces, pages);
  }

  /**
   * The text of the first segments: with a date, and with the date ranges that began before.
   *
   * @param behind the date ranges that the segments behind them have tags of
   */
  private TextPiece top(List<ListedSegment> segments, Set<String> behind) {
    Set<String> ranges = new HashSet<>(behind);
    ranges.addAll(Markers.rangesOf(segments));
    ListedSegment first = segments.get(0);
    List<String> carried = window.markers().carried(first.start(), ranges);
    List<String> tags = Stream.concat(carried.stream(), first.tags().stream()).toList();
    List<MediaSegment> entries = new ArrayList<>(segments.size());
    entries.add(customization.segment(entry(first, true).withTags(tags)));
    segments.stream().skip(1).map(this::entry).forEach(entries::add);
    return TextPiece.of(PlaylistWriter.segments(entries));
  }

  /**
   * The text of segments that follow others.
   *
   * @param section the initialization section of the segment before, which is not written again
   */
  private TextPiece text(List<ListedSegment> segments, @Nullable SegmentName section) {
    List<MediaSegment> entries = segments.stream().map(this::entry).toList();
    boolean goesOn = Objects.equals(section, segments.get(0).section());
    Optional<MediaMap> before = goesOn ? entries.get(0).map() : Optional.empty();
    return TextPiece.ofSegments(
        PlaylistWriter.segments(entries, before),
        Markers.rangesOf(segments),
        section,
        sectionAtEnd(segments));
  }

  private static @Nullable SegmentName sectionAtEnd(List<ListedSegment> segments) {
    return segments.get(segments.size() - 1).section();
  }

  /** The date stands at the top and at every discontinuity (section 4.4.4.6). */
  private MediaSegment entry(ListedSegment segment) {
    return customization.segment(entry(segment, segment.discontinuity()));
  }

  private MediaSegment entry(ListedSegment segment, boolean dated) {
    SegmentName name = segment.name() == null ? GapFiller.of(container).name() : segment.name();
    return new MediaSegment(
        address(name),
        segment.duration(),
        segment.discontinuity(),
        segment.isGap() || isDamaged.test(name) || isSectionDamaged(segment),
        dated ? Optional.of(segment.start()) : Optional.empty(),
        Optional.ofNullable(segment.section()).map(this::map),
        segment.tags());
  }

  private boolean isSectionDamaged(ListedSegment segment) {
    return segment.section() != null && isDamaged.test(segment.section());
  }

  private MediaMap map(SegmentName section) {
    return maps.computeIfAbsent(section, fresh -> customization.map(MediaMap.of(address(fresh))));
  }

  private String address(SegmentName name) {
    return "../chunk/" + stream + "/" + name;
  }
}
