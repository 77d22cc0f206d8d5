package dev.chalkstream;

import dev.chalkstream.hls.MediaPlaylist;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.storage.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What viewers see who come before the first segment: a live playlist that shows one short clip,
 * the poster, over and over. Its media sequence numbers follow the wall clock, so any node makes
 * the same playlist without storing anything; a stream's own numbers begin ten minutes' worth
 * beyond, so that they are greater than any that even a node with a skewed clock has shown.
 *
 * <p>The way from the waiting room to the picture is a deliberate departure from the rules of HLS:
 * target duration and type of the playlist may change there, once. Numbers rise, and a
 * discontinuity stands before the first segment. Immutable.
 */
public final class WaitingRoom {

  /** The poster's address, relative to a playlist. */
  static final String POSTER_URI = "../poster.ts";

  private static final String STANDARD_POSTER = "poster.ts";
  private static final Duration STANDARD_DURATION = Duration.ofSeconds(2);

  /** A live playlist plays at least three target durations (section 6.2.2). */
  private static final int LISTED = 4;

  /**
   * Discontinuity sequence numbers start over after so many showings. They could go by the clock
   * too, but hls.js walks through all numbers from 0 to the newest each time that it reads a
   * playlist, and stands still for seconds where there are a thousand million.
   */
  private static final long DISCONTINUITIES = 1 << 18;

  /**
   * Numbers must be greater than any that a node has shown whose clock is ahead. For each number
   * that is left out, hls.js adds a target duration to its own time, so it shows these ten minutes
   * too, unless the player makes a new instance where the stream begins, as this project's player
   * does.
   */
  private static final Duration HEAD_START = Duration.ofMinutes(10);

  private static final WaitingRoom CLOSED = new WaitingRoom(null, STANDARD_DURATION);

  private final @Nullable BlobContent poster;
  private final Duration duration;

  private WaitingRoom(@Nullable BlobContent poster, Duration duration) {
    this.poster = poster;
    this.duration = duration;
  }

  /**
   * The waiting room with the poster that comes with this library, a calm card that says that the
   * stream starts soon.
   *
   * @return the waiting room
   */
  public static WaitingRoom standard() {
    try (InputStream in = WaitingRoom.class.getResourceAsStream(STANDARD_POSTER)) {
      if (in == null) {
        throw new IllegalStateException("the poster is missing from this library");
      }
      return new WaitingRoom(BlobContent.of(in.readAllBytes()), STANDARD_DURATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A waiting room with a poster of one's own.
   *
   * @param poster an MPEG-TS segment that begins with a key frame; its bytes must not change
   * @param duration how long it plays, from a second to a minute
   * @return the waiting room
   * @throws IllegalArgumentException if the duration is out of that range
   */
  public static WaitingRoom withPoster(BlobContent poster, Duration duration) {
    Objects.requireNonNull(poster, "poster");
    if (duration.compareTo(Duration.ofSeconds(1)) < 0
        || duration.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "a poster plays from a second to a minute, not " + duration);
    }
    return new WaitingRoom(poster, duration);
  }

  /**
   * No waiting room: a stream without segments has no playlist.
   *
   * @return the closed waiting room
   */
  public static WaitingRoom closed() {
    return CLOSED;
  }

  /**
   * The clip that is shown.
   *
   * @return an MPEG-TS segment, or empty if the waiting room is closed
   */
  public Optional<BlobContent> poster() {
    return Optional.ofNullable(poster);
  }

  boolean isOpen() {
    return poster != null;
  }

  /** The number with which the playlist of a stream begins that has its first segment now. */
  long firstSequence(Instant now) {
    return isOpen() ? showing(now.plus(HEAD_START)) : 0;
  }

  /** The discontinuity sequence number of such a playlist, beyond any of the waiting room. */
  long firstDiscontinuity() {
    return isOpen() ? DISCONTINUITIES + LISTED : 0;
  }

  /** Whether a showing is yet to come, but a node with a skewed clock may have come to it. */
  boolean isAhead(long showing, Instant now) {
    return showing > showing(now) && showing < firstSequence(now);
  }

  /** What a viewer sees while a showing of the poster lasts. */
  MediaPlaylist playlist(long newest) {
    long oldest = newest - LISTED + 1;
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(TargetDuration.roundUp(duration))
            .mediaSequence(oldest)
            .discontinuitySequence(oldest % DISCONTINUITIES);
    for (long n = oldest; n <= newest; n++) {
      Instant start = Instant.EPOCH.plus(duration.multipliedBy(n));
      playlist.add(new MediaSegment(POSTER_URI, duration, true, false, Optional.of(start)));
    }
    return playlist.build();
  }

  /** When the next showing begins. */
  Instant nextChange(Instant now) {
    return Instant.EPOCH.plus(duration.multipliedBy(showing(now) + 1));
  }

  /** Which showing of the poster it is, counted from 1970. */
  long showing(Instant now) {
    return Duration.between(Instant.EPOCH, now).dividedBy(duration);
  }
}
