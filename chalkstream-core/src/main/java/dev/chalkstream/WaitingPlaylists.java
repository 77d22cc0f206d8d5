package dev.chalkstream;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waiting room's playlist, made once for each showing of the poster. Safe for many threads. */
final class WaitingPlaylists {

  private final WaitingRoom waitingRoom;
  private final Customization customization;
  private final InstantSource clock;
  private volatile @Nullable Showing latest;

  private record Showing(Instant from, Instant until, PlaylistSnapshot playlist) {}

  WaitingPlaylists(WaitingRoom waitingRoom, PlaylistCustomizer customizer, InstantSource clock) {
    this.waitingRoom = waitingRoom;
    this.customization = new Customization(customizer);
    this.clock = clock;
  }

  /**
   * What a viewer sees now, or empty if the waiting room is closed.
   *
   * @param held the tag of the newest playlist that the viewer has, or null
   */
  Optional<PlaylistSnapshot> playlist(@Nullable PlaylistTag held) {
    if (!waitingRoom.isOpen()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (held != null && held.waits() && waitingRoom.isAhead(held.number(), now)) {
      // A node whose clock is ahead has shown it, and nobody is led back.
      return Optional.of(make(held.number()));
    }
    Showing showing = latest;
    if (showing == null || now.isBefore(showing.from) || !now.isBefore(showing.until)) {
      showing = new Showing(now, waitingRoom.nextChange(now), make(waitingRoom.showing(now)));
      latest = showing;
    }
    return Optional.of(showing.playlist);
  }

  private PlaylistSnapshot make(long showing) {
    return PlaylistSnapshot.ofWaitingRoom(
        showing, customization.playlist(waitingRoom.playlist(showing)));
  }
}
