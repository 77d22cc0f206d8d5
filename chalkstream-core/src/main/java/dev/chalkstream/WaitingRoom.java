package dev.chalkstream;

import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.storage.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What viewers see who come before the first segment: a live playlist that shows one short clip,
 * the poster, over and over. Few players can go on with a stream of another container than the
 * poster's, so there is one for each: what is known of a stream decides which of them its viewers
 * see, and where nothing is known, the {@linkplain #container container} of the waiting room. Its
 * media sequence numbers follow the wall clock, so any node makes the same playlist without storing
 * anything; a stream's own numbers begin ten minutes' worth beyond, so that they are greater than
 * any that even a node with a skewed clock has shown.
 *
 * <p>The way from the waiting room to the picture is a deliberate departure from the rules of HLS:
 * target duration and type of the playlist may change there, once. Numbers rise, and a
 * discontinuity stands before the first segment. Immutable.
 */
public final class WaitingRoom {

  /** How long the posters of this library play. */
  private static final Duration STANDARD_DURATION = Duration.ofSeconds(2);

  private static final WaitingRoom CLOSED =
      new WaitingRoom(Map.of(), STANDARD_DURATION, Container.MPEG_TS);

  private final Map<MediaFile, BlobContent> posters;
  private final Duration duration;
  private final Container container;

  private WaitingRoom(Map<MediaFile, BlobContent> posters, Duration duration, Container container) {
    this.posters = Map.copyOf(posters);
    this.duration = duration;
    this.container = container;
  }

  /**
   * The waiting room with the posters that come with this library, a card that says that the stream
   * starts soon. Its container is MPEG-TS.
   *
   * @return the waiting room
   */
  public static WaitingRoom standard() {
    Map<MediaFile, BlobContent> posters = new EnumMap<>(MediaFile.class);
    for (MediaFile file :
        new MediaFile[] {MediaFile.MPEG_TS, MediaFile.INITIALIZATION, MediaFile.FRAGMENTS}) {
      posters.put(file, described(standard("poster" + file.extension()), file));
    }
    return new WaitingRoom(posters, STANDARD_DURATION, Container.MPEG_TS);
  }

  private static BlobContent standard(String name) {
    try (InputStream in = WaitingRoom.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the poster is missing from this library");
      }
      return BlobContent.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BlobContent described(BlobContent poster, MediaFile file) {
    return poster.withMediaType(file.mediaType());
  }

  /**
   * A waiting room with a poster of one's own, in MPEG-TS. Streams in CMAF have it too, unless one
   * {@linkplain #withFragmentedPoster of their own} is added.
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
    return new WaitingRoom(
        Map.of(MediaFile.MPEG_TS, described(poster, MediaFile.MPEG_TS)),
        duration,
        Container.MPEG_TS);
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
   * This waiting room with a poster for streams in CMAF, that plays for as long as the other.
   *
   * @param initialization the poster's initialization section; its bytes must not change
   * @param segment a segment of fragmented MP4 that begins with a key frame; its bytes must not
   *     change
   * @return the waiting room
   * @throws IllegalStateException if this one is closed
   */
  public WaitingRoom withFragmentedPoster(BlobContent initialization, BlobContent segment) {
    if (!isOpen()) {
      throw new IllegalStateException("a closed waiting room has no poster");
    }
    Map<MediaFile, BlobContent> all = new EnumMap<>(posters);
    all.put(MediaFile.INITIALIZATION, described(initialization, MediaFile.INITIALIZATION));
    all.put(MediaFile.FRAGMENTS, described(segment, MediaFile.FRAGMENTS));
    return new WaitingRoom(all, duration, container);
  }

  /**
   * This waiting room with another container for streams of which nothing is known.
   *
   * @param container the container whose poster their viewers see
   * @return the waiting room
   * @throws IllegalArgumentException if there is no poster of that container
   */
  public WaitingRoom withContainer(Container container) {
    if (!posters.containsKey(segmentOf(container))) {
      throw new IllegalArgumentException("there is no poster in " + container);
    }
    return new WaitingRoom(posters, duration, container);
  }

  /**
   * Whether viewers who come early see anything.
   *
   * @return true unless it is {@link #closed}
   */
  public boolean isOpen() {
    return !posters.isEmpty();
  }

  /**
   * The poster that viewers see of a stream of which nothing is known.
   *
   * @return its container, MPEG-TS if not set
   */
  public Container container() {
    return container;
  }

  /**
   * The poster that viewers see of a stream of some container.
   *
   * @param stream the stream's container
   * @return the same if there is such a poster, else the container of another
   */
  public Container containerFor(Container stream) {
    return posters.containsKey(segmentOf(stream)) ? stream : container;
  }

  private static MediaFile segmentOf(Container container) {
    return container == Container.CMAF ? MediaFile.FRAGMENTS : MediaFile.MPEG_TS;
  }

  /**
   * A file of the clips that are shown.
   *
   * @param file which of them: the poster in MPEG-TS, that in CMAF or the initialization section of
   *     that
   * @return the file, with its media type, or empty if there is none of that kind
   */
  public Optional<BlobContent> poster(MediaFile file) {
    return Optional.ofNullable(posters.get(file));
  }

  /**
   * How long each clip plays.
   *
   * @return the duration, from a second to a minute
   */
  public Duration duration() {
    return duration;
  }
}
