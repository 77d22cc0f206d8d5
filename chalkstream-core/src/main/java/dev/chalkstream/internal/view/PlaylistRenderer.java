package dev.chalkstream.internal.view;

import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.resource.SharedTask;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.internal.segment.DamagedSegments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Makes the playlist of a stream: a pure function of one revision of its manifest, of the pages of
 * its history, which never change, and of what is lost or damaged of these and of its segments. The
 * text of pages is taken from the playlist that was made before, so that it is made once, and held
 * once, with the stream.
 */
public final class PlaylistRenderer {

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
  public PlaylistRenderer(
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
  public SharedTask<Rendering> task(Callable<Rendering> rendering) {
    return new SharedTask<>(workers.streams(), clock, rendering);
  }

  /**
   * Whether a playlist can be made without the store.
   *
   * @param former a playlist that was made of the stream before, or null
   */
  public boolean isAtHand(StreamId stream, Manifest manifest, @Nullable Rendering former) {
    List<Long> needed = PlaylistComposer.needed(manifest, made(stream, manifest, former));
    return pages.areAtHand(
        stream, pages.areWhole(stream, needed) ? needed : manifest.window().pages());
  }

  /**
   * A playlist, and what may make it another without the stream having changed.
   *
   * @param playlist the playlist
   * @param damage what was known to be damaged of the stream's segments
   * @param isWhole whether all its pages could be read
   */
  public record Rendering(RenderedPlaylist playlist, long damage, boolean isWhole) {}

  /** Whether a playlist would still be the same if it were made again now. */
  public boolean isCurrent(StreamId stream, Manifest manifest, Rendering made) {
    return made.damage() == damaged.state(stream)
        && (made.isWhole() || isAtHand(stream, manifest, made));
  }

  /**
   * The playlist of a stream that lists something.
   *
   * @param former a playlist that was made of the stream before, whose text is used again, or null
   */
  public Rendering render(StreamId stream, Manifest manifest, @Nullable Rendering former)
      throws IOException {
    long damage = damaged.state(stream);
    Map<Long, TextPiece> made = made(stream, manifest, former);
    var composer =
        new PlaylistComposer(
            stream, manifest, customization, name -> damaged.contains(stream, name));
    try {
      List<Long> needed = PlaylistComposer.needed(manifest, made);
      History history = pages.readAll(stream, needed, workers.streams());
      PlaylistText text = composer.compose(made, history);
      return new Rendering(
          RenderedPlaylist.of(manifest.revision(), text),
          damage,
          pages.areWhole(stream, manifest.window().pages()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What can be used of a playlist: not where the store has gone back to an older revision. */
  private Map<Long, TextPiece> made(
      StreamId stream, Manifest manifest, @Nullable Rendering former) {
    boolean usable =
        former != null
            && former.playlist().revision() <= manifest.revision()
            && former.damage() == damaged.state(stream);
    return usable ? former.playlist().pages() : Map.of();
  }
}
