package dev.chalkstream.hls;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Optional;

/**
 * Writes media playlists as M3U8 in UTF-8, each tag as section 4.4 has it. A playlist is its {@link
 * #header}, its {@link #segments}, of which those that do not change can be written once, and its
 * {@link #ending}; the three, one behind the other, are what {@link MediaPlaylist#toBytes} writes.
 */
public final class PlaylistWriter {

  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private static final int HEADER_LENGTH = 256;
  private static final int SEGMENT_LENGTH = 192;

  private final StringBuilder out;
  private Optional<MediaMap> map = Optional.empty();

  private PlaylistWriter(int capacity) {
    this.out = new StringBuilder(capacity);
  }

  static String write(MediaPlaylist playlist) {
    var writer = new PlaylistWriter(HEADER_LENGTH + SEGMENT_LENGTH * playlist.segments().size());
    writer.top(playlist);
    playlist.segments().forEach(writer::segment);
    writer.bottom(playlist);
    return writer.out.toString();
  }

  /**
   * What stands before the first segment.
   *
   * @param playlist the playlist, whose segments do not matter
   * @return new bytes
   */
  public static byte[] header(MediaPlaylist playlist) {
    var writer = new PlaylistWriter(HEADER_LENGTH);
    writer.top(playlist);
    return writer.toBytes();
  }

  /**
   * Segments that follow each other, as the first of a playlist.
   *
   * @param segments any number of segments
   * @return new bytes
   */
  public static byte[] segments(Collection<MediaSegment> segments) {
    return segments(segments, Optional.empty());
  }

  /**
   * Segments that follow each other.
   *
   * @param segments any number of segments
   * @param before the {@linkplain MediaSegment#map map} of the segment before the first of them,
   *     which need not be written again; empty if none is before it, or if that has none
   * @return new bytes
   */
  public static byte[] segments(Collection<MediaSegment> segments, Optional<MediaMap> before) {
    var writer = new PlaylistWriter(SEGMENT_LENGTH * segments.size());
    writer.map = before;
    segments.forEach(writer::segment);
    return writer.toBytes();
  }

  /**
   * What stands behind the last segment.
   *
   * @param playlist the playlist, whose segments do not matter
   * @return new bytes, none unless the playlist has ended
   */
  public static byte[] ending(MediaPlaylist playlist) {
    var writer = new PlaylistWriter(HEADER_LENGTH);
    writer.bottom(playlist);
    return writer.toBytes();
  }

  private byte[] toBytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void top(MediaPlaylist playlist) {
    line("#EXTM3U");
    number("#EXT-X-VERSION:", playlist.version());
    number("#EXT-X-TARGETDURATION:", playlist.targetDuration().seconds());
    number("#EXT-X-MEDIA-SEQUENCE:", playlist.mediaSequence());
    number("#EXT-X-DISCONTINUITY-SEQUENCE:", playlist.discontinuitySequence());
    playlist.type().ifPresent(type -> line("#EXT-X-PLAYLIST-TYPE:" + type.name()));
    if (playlist.independentSegments()) {
      line("#EXT-X-INDEPENDENT-SEGMENTS");
    }
    playlist.tags().forEach(this::line);
  }

  private void bottom(MediaPlaylist playlist) {
    if (playlist.ended()) {
      line("#EXT-X-ENDLIST");
    }
  }

  private void segment(MediaSegment segment) {
    if (segment.discontinuity()) {
      line("#EXT-X-DISCONTINUITY");
    }
    if (segment.map().isPresent() && !segment.map().equals(map)) {
      map = segment.map();
      line(segment.map().get().toString());
    }
    segment.programDateTime().ifPresent(this::programDateTime);
    if (segment.gap()) {
      line("#EXT-X-GAP");
    }
    segment.tags().forEach(this::line);
    out.append("#EXTINF:");
    seconds(segment.duration());
    out.append(",\n");
    line(segment.uri());
  }

  private void programDateTime(Instant instant) {
    out.append("#EXT-X-PROGRAM-DATE-TIME:");
    DATE_TIME.formatTo(instant, out);
    out.append('\n');
  }

  /**
   * Seconds with up to six decimals, trailing zeros cut: {@code 2}, {@code 1.96}, {@code 5.000001}.
   */
  private void seconds(Duration duration) {
    out.append(duration.toSeconds());
    int micros = duration.toNanosPart() / 1_000;
    if (micros == 0) {
      return;
    }
    out.append('.');
    for (int unit = 100_000; micros > 0; unit /= 10) {
      out.append((char) ('0' + micros / unit));
      micros %= unit;
    }
  }

  private void number(String tag, long value) {
    out.append(tag).append(value).append('\n');
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
