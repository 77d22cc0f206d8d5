package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.PlaylistType;
import dev.chalkstream.hls.TargetDuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes the playlist of a stream: a pure function of one revision of its manifest, of the pages of
 * its history, which never change, and of what is lost or damaged of these and of its segments.
 */
final class PlaylistRenderer {

  private final HistoryPages pages;
  private final DamagedSegments damaged;
  private final Customization customization;
  private final Workers workers;
  private final InstantSource clock;

  /**
   * Makes the renderer of all streams.
   *
   * @param damaged which segments are gaps because they cannot be read
   * @param workers read the pages that are not at hand
   */
  PlaylistRenderer(
      HistoryPages pages,
      DamagedSegments damaged,
      Customization customization,
      Workers workers,
      InstantSource clock) {
    this.pages = pages;
    this.damaged = damaged;
    this.customization = customization;
    this.workers = workers;
    this.clock = clock;
  }

  /** A rendering that may have to wait for the store. */
  SharedTask<Rendering> task(Callable<Rendering> rendering) {
    return new SharedTask<>(workers.streams(), clock, rendering);
  }

  /** Whether a playlist can be made without the store. */
  boolean isAtHand(StreamId stream, Manifest manifest) {
    return pages.areAtHand(stream, manifest.window().pages());
  }

  /**
   * A playlist, and what may make it another without the stream having changed.
   *
   * @param playlist the playlist
   * @param damage what was known to be damaged of the stream's segments
   * @param isWhole whether all its pages could be read
   */
  record Rendering(PlaylistSnapshot playlist, long damage, boolean isWhole) {}

  /** Whether a playlist would still be the same if it were made again now. */
  boolean isCurrent(StreamId stream, Manifest manifest, Rendering made) {
    return made.damage() == damaged.state(stream) && (made.isWhole() || isAtHand(stream, manifest));
  }

  /** The playlist of a stream that lists something. */
  Rendering render(StreamId stream, Manifest manifest) throws IOException {
    long damage = damaged.state(stream);
    try {
      MediaPlaylist made =
          playlist(stream, manifest, pages.of(stream), name -> damaged.contains(stream, name));
      return new Rendering(
          PlaylistSnapshot.of(manifest.revision(), customization.playlist(made)),
          damage,
          pages.areWhole(stream, manifest.window().pages()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The playlist as a value.
   *
   * @param isDamaged tells segments that are listed and cannot be read. Their entries stay as they
   *     are, with EXT-X-GAP: the rules for changing a playlist (section 6.2.1) do not foresee that,
   *     and neither that a listed segment cannot be had; a player that is told so goes on
   */
  static MediaPlaylist playlist(
      StreamId stream, Manifest manifest, History history, Predicate<SegmentName> isDamaged) {
    Manifest.Window window = manifest.window();
    TargetDuration targetDuration = manifest.targetDuration();
    if (targetDuration == null) {
      throw new IllegalArgumentException("stream " + stream + " has listed nothing yet");
    }
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(targetDuration)
            .mediaSequence(window.mediaSequence())
            .discontinuitySequence(window.discontinuitySequence())
            .independentSegments(manifest.terms().independentSegments())
            .ended(manifest.state() == StreamStatus.State.COMPLETE);
    if (manifest.terms().retention().isZero()) {
      playlist.type(PlaylistType.EVENT);
    }
    List<ListedSegment> listed = new ArrayList<>();
    Map<Long, List<ListedSegment>> pages = LostPages.replace(window, targetDuration, history);
    for (long page : window.pages()) {
      List<ListedSegment> segments = Objects.requireNonNull(pages.get(page));
      int unlisted = (int) Math.max(0, window.mediaSequence() - page);
      listed.addAll(segments.subList(unlisted, segments.size()));
    }
    listed.addAll(window.head());
    List<String> carried = window.markers().carried(listed);
    boolean top = true;
    for (ListedSegment segment : listed) {
      MediaSegment entry = entry(stream, segment, top, isDamaged);
      playlist.add(top ? entry.withTags(join(carried, segment.tags())) : entry);
      top = false;
    }
    return playlist.build();
  }

  private static List<String> join(List<String> first, List<String> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  /** The date stands at the top and at every discontinuity (section 4.4.4.6). */
  private static MediaSegment entry(
      StreamId stream, ListedSegment segment, boolean top, Predicate<SegmentName> isDamaged) {
    boolean dated = top || segment.discontinuity();
    SegmentName name = segment.name() == null ? GapFiller.NAME : segment.name();
    return new MediaSegment(
        "../chunk/" + stream + "/" + name,
        segment.duration(),
        segment.discontinuity(),
        segment.isGap() || isDamaged.test(name),
        dated ? Optional.of(segment.start()) : Optional.empty(),
        segment.tags());
  }
}
