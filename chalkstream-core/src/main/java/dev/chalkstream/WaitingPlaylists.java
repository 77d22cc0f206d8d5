package dev.chalkstream;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waiting room's playlist, made once for each showing of the poster. Safe for many threads. */
final class WaitingPlaylists {

  private final WaitingRoom waitingRoom;
  private final PlaylistCustomizer customizer;
  private final InstantSource clock;
  private volatile @Nullable Showing latest;

  private record Showing(Instant from, Instant until, PlaylistSnapshot playlist) {}

  WaitingPlaylists(WaitingRoom waitingRoom, PlaylistCustomizer customizer, InstantSource clock) {
    this.waitingRoom = waitingRoom;
    this.customizer = customizer;
    this.clock = clock;
  }

  /** What a viewer sees now, or empty if the waiting room is closed. */
  Optional<PlaylistSnapshot> playlist() {
    if (!waitingRoom.isOpen()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Showing showing = latest;
    if (showing == null || now.isBefore(showing.from) || !now.isBefore(showing.until)) {
      var playlist = new PlaylistSnapshot(customizer.customize(waitingRoom.playlist(now)));
      showing = new Showing(now, waitingRoom.nextChange(now), playlist);
      latest = showing;
    }
    return Optional.of(showing.playlist);
  }
}
