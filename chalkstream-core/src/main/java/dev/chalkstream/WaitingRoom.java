package dev.chalkstream;

import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
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

  private static final String STANDARD_POSTER = "poster.ts";
  private static final Duration STANDARD_DURATION = Duration.ofSeconds(2);

  private static final WaitingRoom CLOSED = new WaitingRoom(null, STANDARD_DURATION);

  private final @Nullable BlobContent poster;
  private final Duration duration;

  private WaitingRoom(@Nullable BlobContent poster, Duration duration) {
    this.poster = poster;
    this.duration = duration;
  }

  /**
   * The waiting room with the poster that comes with this library, a card that says that the stream
   * starts soon.
   *
   * @return the waiting room
   */
  public static WaitingRoom standard() {
    try (InputStream in = WaitingRoom.class.getResourceAsStream(STANDARD_POSTER)) {
      if (in == null) {
        throw new IllegalStateException("the poster is missing from this library");
      }
      return withPoster(BlobContent.of(in.readAllBytes()), STANDARD_DURATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A waiting room with a poster of one's own.
   *
   * @param poster an MPEG-TS segment that begins with a key frame; its bytes must not change, and
   *     it is served as {@code video/mp2t} whatever its media type
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
    return new WaitingRoom(poster.withMediaType(MediaFile.MPEG_TS.mediaType()), duration);
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
   * @return an MPEG-TS segment, of that media type, or empty if the waiting room is closed
   */
  public Optional<BlobContent> poster() {
    return Optional.ofNullable(poster);
  }

  /**
   * How long the clip plays.
   *
   * @return the duration, from a second to a minute
   */
  public Duration duration() {
    return duration;
  }
}
