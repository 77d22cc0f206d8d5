package dev.chalkstream.hls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads media playlists of others, tolerantly: what is not known is kept or passed over, and only
 * what leaves no sense is an error. Not safe for use by many threads.
 */
final class PlaylistReader {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{0,18})?");
  private static final int MICRO_DIGITS = 6;

  /** Offsets stand with and without a colon. */
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  private final List<MediaSegment> segments = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private long mediaSequence;
  private long discontinuitySequence;
  private int targetSeconds;
  private boolean independentSegments;
  private boolean ended;
  private @Nullable PlaylistType type;
  private @Nullable Duration duration;
  private boolean discontinuity;
  private boolean gap;
  private Optional<Instant> programDateTime = Optional.empty();

  private PlaylistReader() {}

  static MediaPlaylist read(String text) {
    String content = text.startsWith("\ufeff") ? text.substring(1) : text;
    if (!content.startsWith("#EXTM3U")) {
      throw new IllegalArgumentException("a playlist begins with #EXTM3U");
    }
    var reader = new PlaylistReader();
    content.lines().skip(1).map(String::strip).forEach(reader::line);
    return reader.playlist();
  }

  private MediaPlaylist playlist() {
    TargetDuration target = TargetDuration.ofSeconds(Math.max(1, targetSeconds));
    for (MediaSegment segment : segments) {
      if (!target.admits(segment.duration())) {
        target = TargetDuration.round(segment.duration());
      }
    }
    MediaPlaylist.Builder playlist =
        MediaPlaylist.builder(target)
            .mediaSequence(mediaSequence)
            .discontinuitySequence(discontinuitySequence)
            .independentSegments(independentSegments)
            .segments(segments)
            .ended(ended);
    if (type != null) {
      playlist.type(type);
    }
    return playlist.build();
  }

  private void line(String line) {
    if (line.isEmpty()) {
      return;
    }
    if (!line.startsWith("#")) {
      segment(line);
    } else if (line.startsWith("#EXT")) {
      int colon = line.indexOf(':');
      tag(line, colon < 0 ? line : line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  private void tag(String line, String name, String value) {
    switch (name) {
      case "#EXTINF" -> duration = seconds(value);
      case "#EXT-X-DISCONTINUITY" -> discontinuity = true;
      case "#EXT-X-GAP" -> gap = true;
      case "#EXT-X-PROGRAM-DATE-TIME" -> programDateTime = date(value);
      case "#EXT-X-TARGETDURATION" -> targetSeconds = (int) seconds(value).toSeconds();
      case "#EXT-X-MEDIA-SEQUENCE" -> mediaSequence = number(name, value);
      case "#EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuitySequence = number(name, value);
      case "#EXT-X-INDEPENDENT-SEGMENTS" -> independentSegments = true;
      case "#EXT-X-ENDLIST" -> ended = true;
      case "#EXT-X-PLAYLIST-TYPE" -> type = type(value);
      case "#EXT-X-STREAM-INF", "#EXT-X-I-FRAME-STREAM-INF" ->
          throw new IllegalArgumentException("a multivariant playlist, and no media playlist");
      case "#EXT-X-VERSION", "#EXT-X-ALLOW-CACHE", "#EXT-X-START" -> {}
      default -> tags.add(line);
    }
  }

  private void segment(String uri) {
    if (duration == null) {
      throw new IllegalArgumentException("a segment without #EXTINF: '" + uri + "'");
    }
    segments.add(
        new MediaSegment(uri, duration, discontinuity, gap, programDateTime, List.copyOf(tags)));
    duration = null;
    discontinuity = false;
    gap = false;
    programDateTime = Optional.empty();
    tags.clear();
  }

  private static @Nullable PlaylistType type(String value) {
    for (PlaylistType type : PlaylistType.values()) {
      if (type.name().equals(value)) {
        return type;
      }
    }
    return null;
  }

  private static long number(String name, String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " is an integer of 0 or more, not '" + value + "'");
    }
    return Long.parseLong(value);
  }

  /** To the microsecond; a title may follow behind a comma. */
  private static Duration seconds(String value) {
    int comma = value.indexOf(',');
    String number = (comma < 0 ? value : value.substring(0, comma)).strip();
    if (!SECONDS.matcher(number).matches()) {
      throw new IllegalArgumentException("not a number of seconds: '" + number + "'");
    }
    BigDecimal micros =
        new BigDecimal(number).movePointRight(MICRO_DIGITS).setScale(0, RoundingMode.HALF_UP);
    return Duration.ofNanos(micros.longValueExact() * 1_000);
  }

  /** A date that makes no sense is none: it is an ornament for who sends it. */
  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(OffsetDateTime.parse(value, DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
