package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.PlaylistType;
import dev.chalkstream.hls.TargetDuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Makes the playlist of a stream: a pure function of one revision of its manifest, and of the pages
 * of its history, which never change.
 */
final class PlaylistRenderer {

  private final HistoryPages pages;
  private final PlaylistCustomizer customizer;
  private final Workers workers;
  private final InstantSource clock;

  /**
   * Makes the renderer of all streams.
   *
   * @param workers read the pages that are not at hand
   */
  PlaylistRenderer(
      HistoryPages pages, PlaylistCustomizer customizer, Workers workers, InstantSource clock) {
    this.pages = pages;
    this.customizer = customizer;
    this.workers = workers;
    this.clock = clock;
  }

  /** A rendering that may have to wait for the store. */
  SharedTask<PlaylistSnapshot> task(Callable<PlaylistSnapshot> rendering) {
    return new SharedTask<>(workers.streams(), clock, rendering);
  }

  /** Whether a playlist can be made without the store. */
  boolean isAtHand(StreamId stream, Manifest manifest) {
    return pages.areAtHand(stream, manifest.window().pages());
  }

  /** The playlist of a stream that lists something. */
  PlaylistSnapshot render(StreamId stream, Manifest manifest) throws IOException {
    try {
      return PlaylistSnapshot.of(
          manifest.revision(), customizer.customize(playlist(stream, manifest, pages.of(stream))));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static MediaPlaylist playlist(StreamId stream, Manifest manifest, History history) {
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
    boolean top = true;
    Map<Long, List<ListedSegment>> pages = LostPages.replace(window, targetDuration, history);
    for (long page : window.pages()) {
      List<ListedSegment> segments = pages.get(page);
      int unlisted = (int) Math.max(0, window.mediaSequence() - page);
      for (ListedSegment segment : segments.subList(unlisted, segments.size())) {
        playlist.add(entry(stream, segment, top));
        top = false;
      }
    }
    for (ListedSegment segment : window.head()) {
      playlist.add(entry(stream, segment, top));
      top = false;
    }
    return playlist.build();
  }

  /** The date stands at the top and at every discontinuity (section 4.4.4.6). */
  private static MediaSegment entry(StreamId stream, ListedSegment segment, boolean top) {
    boolean dated = top || segment.discontinuity();
    SegmentName name = segment.name() == null ? GapFiller.NAME : segment.name();
    return new MediaSegment(
        "../chunk/" + stream + "/" + name,
        segment.duration(),
        segment.discontinuity(),
        segment.isGap(),
        dated ? Optional.of(segment.start()) : Optional.empty());
  }
}
