package dev.chalkstream.internal.view;

import dev.chalkstream.PlaylistCustomizer;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.sequence.Showings;
import dev.chalkstream.internal.text.PlaylistTag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waiting room's playlist, made once for each showing of the poster. Safe for many threads. */
public final class WaitingPlaylists {

  /** The poster's address, relative to a playlist. */
  private static final String POSTER_URI = "../poster.ts";

  private final Showings showings;
  private final Customization customization;
  private final InstantSource clock;
  private volatile @Nullable Showing latest;

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
   */
  public Optional<RenderedPlaylist> playlist(@Nullable PlaylistTag held) {
    if (!showings.isOpen()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (held != null && held.waits() && showings.isAhead(held.number(), now)) {
      // A node whose clock is ahead has shown it, and no viewer goes back.
      return Optional.of(make(held.number()));
    }
    Showing showing = latest;
    if (showing == null || now.isBefore(showing.from) || !now.isBefore(showing.until)) {
      showing = new Showing(now, showings.nextChange(now), make(showings.showing(now)));
      latest = showing;
    }
    return Optional.of(showing.playlist);
  }

  private RenderedPlaylist make(long showing) {
    return RenderedPlaylist.ofWaitingRoom(showing, customization.playlist(list(showing)));
  }

  /** What a viewer sees while a showing of the poster lasts. */
  private MediaPlaylist list(long newest) {
    Duration duration = showings.room().duration();
    long oldest = newest - Showings.LISTED + 1;
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(TargetDuration.roundUp(duration))
            .mediaSequence(oldest)
            .discontinuitySequence(oldest % Showings.DISCONTINUITIES);
    for (long n = oldest; n <= newest; n++) {
      Instant start = Instant.EPOCH.plus(duration.multipliedBy(n));
      playlist.add(new MediaSegment(POSTER_URI, duration, true, false, Optional.of(start)));
    }
    return playlist.build();
  }
}
