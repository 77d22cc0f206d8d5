package dev.chalkstream.media;

import java.util.Objects;
import java.util.Optional;

/**
 * An elementary stream of a segment. Immutable.
 *
 * @param pid its packet identifier
 * @param kind what it carries
 * @param codec its codec as RFC 6381 writes it, such as {@code avc1.64001f} or {@code mp4a.40.2},
 *     or {@link #UNKNOWN_CODEC}
 * @param format how large its pictures are, or how its sound was sampled
 * @param timing when its frames are shown and decoded, or empty if it has none with a timestamp
 */
public record MediaTrack(
    int pid, Kind kind, String codec, Format format, Optional<TrackTiming> timing) {

  /** The codec of a track that does not say what it is in a way that the probe understands. */
  public static final String UNKNOWN_CODEC = "unknown";

  /** What a track carries. */
  public enum Kind {
    /** Pictures. */
    VIDEO,
    /** Sound. */
    AUDIO,
    /** Anything else, such as timed metadata or subtitles. */
    OTHER
  }

  /**
   * How large the pictures of a track are, or how its sound was sampled. Immutable.
   *
   * @param width the width of the picture in pixels after cropping, or 0 if not known
   * @param height the height of the picture in pixels after cropping, or 0 if not known
   * @param sampleRate audio samples a second, or 0 if not known
   * @param channels audio channels, or 0 if not known
   */
  public record Format(int width, int height, int sampleRate, int channels) {

    /** Of a track that does not say it. */
    public static final Format UNKNOWN = new Format(0, 0, 0, 0);

    /**
     * The format of pictures.
     *
     * @param width their width in pixels, or 0 if not known
     * @param height their height in pixels, or 0 if not known
     * @return the format
     */
    public static Format ofPicture(int width, int height) {
      return new Format(width, height, 0, 0);
    }

    /**
     * The format of sound.
     *
     * @param sampleRate samples a second, or 0 if not known
     * @param channels how many channels, or 0 if not known
     * @return the format
     */
    public static Format ofSound(int sampleRate, int channels) {
      return new Format(0, 0, sampleRate, channels);
    }

    private boolean isLike(Format other) {
      return isSameOrUnknown(width, other.width)
          && isSameOrUnknown(height, other.height)
          && isSameOrUnknown(sampleRate, other.sampleRate)
          && isSameOrUnknown(channels, other.channels);
    }

    private static boolean isSameOrUnknown(int value, int other) {
      return value == other || value == 0 || other == 0;
    }
  }

  /**
   * Makes a track.
   *
   * @param pid its packet identifier
   * @param kind what it carries
   * @param codec its codec as RFC 6381 writes it, or {@link #UNKNOWN_CODEC}
   * @param format how large its pictures are, or how its sound was sampled
   * @param timing when its frames are shown and decoded
   */
  public MediaTrack {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(timing, "timing");
  }

  /**
   * The width of the picture.
   *
   * @return pixels after cropping, or 0 if not known
   */
  public int width() {
    return format.width();
  }

  /**
   * The height of the picture.
   *
   * @return pixels after cropping, or 0 if not known
   */
  public int height() {
    return format.height();
  }

  /**
   * How often the sound was sampled.
   *
   * @return samples a second, or 0 if not known
   */
  public int sampleRate() {
    return format.sampleRate();
  }

  /**
   * How many channels the sound has.
   *
   * @return the number, or 0 if not known
   */
  public int channels() {
    return format.channels();
  }

  /** Whether this is the same track as one of another segment. */
  boolean isSameTrack(MediaTrack other) {
    return pid == other.pid && isLike(other) && hasClockOf(other);
  }

  private boolean hasClockOf(MediaTrack other) {
    return timing.isEmpty()
        || other.timing.isEmpty()
        || timing.get().clock().equals(other.timing.get().clock());
  }

  private boolean isLike(MediaTrack other) {
    return kind == other.kind
        && (codec.equals(other.codec)
            || codec.equals(UNKNOWN_CODEC)
            || other.codec.equals(UNKNOWN_CODEC))
        && format.isLike(other.format);
  }
}
