package dev.chalkstream.internal.view;

import dev.chalkstream.PlaylistCustomizer;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.hls.MediaMap;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.sequence.Showings;
import dev.chalkstream.internal.text.PlaylistTag;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The waiting room's playlist, made once for each showing of the poster. Safe for many threads. */
public final class WaitingPlaylists {

  /** The address of the poster's files without their extensions, relative to a playlist. */
  private static final String POSTER_URI = "../poster";

  private final Showings showings;
  private final Customization customization;
  private final InstantSource clock;
  private final Map<Container, Showing> latest = new ConcurrentHashMap<>();

  private record Showing(Instant from, Instant until, RenderedPlaylist playlist) {}

  public WaitingPlaylists(
      WaitingRoom waitingRoom, PlaylistCustomizer customizer, InstantSource clock) {
    this.showings = new Showings(waitingRoom);
    this.customization = new Customization(customizer);
    this.clock = clock;
  }

  /**
   * What a viewer sees now, or empty if the waiting room is closed.
   *
   * @param held the tag of the newest playlist that the viewer has, or null
   * @param stream the stream's container, or null if nothing is known of it
   */
  public Optional<RenderedPlaylist> playlist(
      @Nullable PlaylistTag held, @Nullable Container stream) {
    WaitingRoom room = showings.room();
    if (!room.isOpen()) {
      return Optional.empty();
    }
    Container container = stream == null ? room.container() : room.containerFor(stream);
    Instant now = clock.instant();
    if (held != null && held.waits() && showings.isAhead(held.number(), now)) {
      // A node whose clock is ahead has shown it, and no viewer goes back.
      return Optional.of(make(held.number(), container));
    }
    Showing showing = latest.get(container);
    if (showing == null || now.isBefore(showing.from) || !now.isBefore(showing.until)) {
      showing = new Showing(now, showings.nextChange(now), make(showings.showing(now), container));
      latest.put(container, showing);
    }
    return Optional.of(showing.playlist);
  }

  private RenderedPlaylist make(long showing, Container container) {
    return RenderedPlaylist.ofWaitingRoom(
        showing, customization.playlist(list(showing, container)));
  }

  /** What a viewer sees while a showing of the poster lasts. */
  private MediaPlaylist list(long newest, Container container) {
    Duration duration = showings.room().duration();
    long oldest = newest - Showings.LISTED + 1;
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(TargetDuration.roundUp(duration))
            .version(PlaylistComposer.version(container))
            .mediaSequence(oldest)
            .discontinuitySequence(oldest % Showings.DISCONTINUITIES);
    for (long n = oldest; n <= newest; n++) {
      Instant start = Instant.EPOCH.plus(duration.multipliedBy(n));
      playlist.add(poster(container, start));
    }
    return playlist.build();
  }

  private MediaSegment poster(Container container, Instant start) {
    Duration duration = showings.room().duration();
    MediaFile file = container == Container.CMAF ? MediaFile.FRAGMENTS : MediaFile.MPEG_TS;
    var segment =
        new MediaSegment(POSTER_URI + file.extension(), duration, true, false, Optional.of(start));
    return container == Container.CMAF
        ? segment.withMap(
            customization.map(MediaMap.of(POSTER_URI + MediaFile.INITIALIZATION.extension())))
        : segment;
  }
}
