package dev.chalkstream.hls;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a playlist that anybody may have written, line by line, and hands on each segment as it
 * comes. So a playlist of any length takes no more memory than its longest segment, and than what
 * the receiver keeps. It is read from a {@link #read(Reader, Consumer) reader}, or {@linkplain
 * #begin begun} and {@linkplain #feed(ByteBuffer) fed} with pieces as they arrive; they may end
 * anywhere, also in the middle of a line or of a character.
 *
 * <p>It is tolerant: tags that are not known go with the segment behind them, the first {@value
 * #MAX_TAGS} of each segment; a date that makes no sense is left out; a segment whose {@code
 * EXTINF} makes no sense has a duration of zero, and a target duration that makes none counts as
 * not said; only what leaves no sense is an error. Not safe for use by many threads.
 */
public final class PlaylistReader {

  /**
   * The most characters of a line that are read. The longest lines in use are dates with a splice
   * command of SCTE-35, whose 4,093 bytes are 8,186 hexadecimal digits. A longer tag is passed
   * over, and a longer address cut off; a line that goes on for a million characters is an error.
   */
  public static final int MAX_LINE_LENGTH = 16_384;

  /** So many further tags are kept with a segment; those behind them are passed over. */
  public static final int MAX_TAGS = 32;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** A number of seconds as languages write it, with an exponent where one is small. */
  private static final Pattern SECONDS =
      Pattern.compile("(?=\\.?[0-9])[0-9]*+(\\.[0-9]*+)?([eE][+-]?[0-9]++)?");

  private static final Pattern AUDIO = Pattern.compile("(^|,)TYPE=AUDIO(,|$)");
  private static final Pattern URI = Pattern.compile("(^|,)URI=");

  /** No number that makes sense has more characters; so its reading takes no time. */
  private static final int MAX_NUMBER_LENGTH = 64;

  /** The longest duration that is one, in seconds: some thirty years. */
  private static final double MOST_SECONDS = 1e9;

  private static final double MICROS = 1e6;
  private static final String BEGINNING = "#EXTM3U";
  private static final int CHARS_AT_ONCE = 4_096;
  private static final int MAX_QUOTED = 100;

  private final Consumer<MediaSegment> segments;
  private final Lines lines = new Lines(this::line);
  private final Utf8 bytes = new Utf8(this::feed);
  private final List<String> tags = new ArrayList<>();
  private boolean begun;
  private long mediaSequence;
  private long discontinuitySequence;
  private @Nullable TargetDuration statedTarget;
  private Duration longest = Duration.ZERO;
  private boolean independentSegments;
  private boolean ended;
  private int variants;
  private boolean multivariant;
  private boolean separateAudio;
  private @Nullable PlaylistType type;
  private @Nullable Duration duration;
  private boolean discontinuity;
  private boolean gap;
  private Optional<Instant> programDateTime = Optional.empty();

  /** Holds until another comes. */
  private Optional<MediaMap> map = Optional.empty();

  private PlaylistReader(Consumer<MediaSegment> segments) {
    this.segments = segments;
  }

  /**
   * Reads a playlist to its end.
   *
   * @param text the playlist as M3U8; not closed
   * @param segments is handed the segments in the order of play, and may throw to end the reading
   * @return what the playlist says beside its segments
   * @throws IllegalArgumentException if it does not begin as a playlist, has a line of a million
   *     characters, a segment without {@code EXTINF}, or a media sequence number that is none
   * @throws IOException if the text cannot be read
   */
  public static PlaylistReader read(Reader text, Consumer<MediaSegment> segments)
      throws IOException {
    PlaylistReader reader = begin(segments);
    CharBuffer piece = CharBuffer.allocate(CHARS_AT_ONCE);
    while (text.read(piece) >= 0) {
      reader.feed(piece.flip());
      piece.clear();
    }
    return reader.end();
  }

  /**
   * Begins to read a playlist that comes in pieces.
   *
   * @param segments is handed the segments in the order of play, and may throw to end the reading
   * @return a reader to be fed until {@link #end}
   */
  public static PlaylistReader begin(Consumer<MediaSegment> segments) {
    return new PlaylistReader(segments);
  }

  /**
   * Reads the next piece. What is no UTF-8 is read as U+FFFD. After an exception the reader is of
   * no more use.
   *
   * @param piece the next bytes in UTF-8, from the buffer's position to its limit
   * @throws IllegalArgumentException as {@link #read} does, as soon as what is wrong has come
   */
  public void feed(ByteBuffer piece) {
    bytes.feed(piece);
  }

  private void feed(CharBuffer piece) {
    lines.feed(piece);
    if (!begun && lines.begun().length() > BEGINNING.length()) {
      checkBeginning(lines.begun().toString());
    }
  }

  /**
   * Ends the reading.
   *
   * @return this, which says by now what the playlist says beside its segments
   * @throws IllegalArgumentException as {@link #read} does
   */
  public PlaylistReader end() {
    bytes.end();
    lines.end();
    if (!begun) {
      checkBeginning("");
    }
    return this;
  }

  private static void checkBeginning(String first) {
    if (!first.startsWith(BEGINNING, first.startsWith("\ufeff") ? 1 : 0)) {
      throw new IllegalArgumentException("a playlist begins with " + BEGINNING);
    }
  }

  /**
   * The media sequence number of the first segment.
   *
   * @return the number, 0 or more; 0 if the playlist does not say
   */
  public long mediaSequence() {
    return mediaSequence;
  }

  /**
   * The discontinuity sequence number of the first segment.
   *
   * @return the number, 0 or more; 0 if the playlist does not say one that is one
   */
  public long discontinuitySequence() {
    return discontinuitySequence;
  }

  /**
   * The target duration.
   *
   * @return what the playlist says, or more if its segments need more
   */
  public TargetDuration targetDuration() {
    TargetDuration needed = TargetDuration.round(longest);
    return statedTargetDuration().filter(stated -> stated.compareTo(needed) > 0).orElse(needed);
  }

  /**
   * The target duration as the playlist says it, whatever its segments need.
   *
   * @return the target duration, or empty if the playlist says none that is one
   */
  public Optional<TargetDuration> statedTargetDuration() {
    return Optional.ofNullable(statedTarget);
  }

  /**
   * What the playlist promises about its changes.
   *
   * @return the type, or empty if it has none that is known
   */
  public Optional<PlaylistType> type() {
    return Optional.ofNullable(type);
  }

  /**
   * Whether the playlist says that every segment can be decoded without any other.
   *
   * @return true if so
   */
  public boolean independentSegments() {
    return independentSegments;
  }

  /**
   * Whether the playlist is at its end.
   *
   * @return true if no segment will be added
   */
  public boolean ended() {
    return ended;
  }

  /**
   * Whether it is a multivariant playlist, and no media playlist. The addresses in it are not
   * handed on.
   *
   * @return true if it names a variant, or one for trick play
   */
  public boolean isMultivariant() {
    return multivariant;
  }

  /**
   * How many variants a multivariant playlist names, those for trick play not counted.
   *
   * @return the number, 0 for a media playlist
   */
  public int variants() {
    return variants;
  }

  /**
   * Whether a multivariant playlist has audio in media playlists of its own (section 4.4.6.1).
   *
   * @return true if an EXT-X-MEDIA tag of type AUDIO has a URI
   */
  public boolean hasSeparateAudio() {
    return separateAudio;
  }

  private void line(String line, boolean cut) {
    if (begun) {
      // Of a title behind a duration nothing is read.
      boolean lost = cut && line.startsWith("#") && !line.startsWith("#EXTINF");
      stripped(lost ? "" : line.strip());
    } else {
      checkBeginning(line);
      begun = true;
    }
  }

  private void stripped(String line) {
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
      case "#EXT-X-PROGRAM-DATE-TIME" -> programDateTime = DateTime.parse(value);
      case MediaMap.TAG -> map(line, value);
      case "#EXT-X-TARGETDURATION" -> statedTarget = target(seconds(value));
      case "#EXT-X-MEDIA-SEQUENCE" -> mediaSequence = number(name, value);
      case "#EXT-X-DISCONTINUITY-SEQUENCE" ->
          discontinuitySequence = isNumber(value) ? Long.parseLong(value) : 0;
      case "#EXT-X-INDEPENDENT-SEGMENTS" -> independentSegments = true;
      case "#EXT-X-ENDLIST" -> ended = true;
      case "#EXT-X-PLAYLIST-TYPE" -> type = type(value);
      case "#EXT-X-STREAM-INF" -> {
        variants++;
        multivariant = true;
      }
      case "#EXT-X-I-FRAME-STREAM-INF" -> multivariant = true;
      case "#EXT-X-MEDIA" ->
          separateAudio |= AUDIO.matcher(value).find() && URI.matcher(value).find();
      case "#EXT-X-VERSION", "#EXT-X-ALLOW-CACHE", "#EXT-X-START" -> {}
      default -> keep(line);
    }
  }

  /** One that makes no sense is a tag like those that are not known. */
  private void map(String line, String value) {
    Optional<MediaMap> said = MediaMap.parse(value);
    if (said.isPresent()) {
      map = said;
    } else {
      keep(line);
    }
  }

  private void keep(String tag) {
    if (tags.size() < MAX_TAGS) {
      tags.add(clean(tag));
    }
  }

  /** A control character, which a playlist may not have (section 4.1), becomes a space. */
  private static String clean(String tag) {
    if (MediaPlaylist.isTag(tag)) {
      return tag;
    }
    var clean = new StringBuilder(tag);
    for (int i = 0; i < clean.length(); i++) {
      if (MediaPlaylist.isControl(clean.charAt(i))) {
        clean.setCharAt(i, ' ');
      }
    }
    return clean.toString();
  }

  private void segment(String uri) {
    Duration plays = duration;
    if (plays == null && multivariant) {
      return;
    }
    if (plays == null) {
      throw new IllegalArgumentException("a segment without #EXTINF: " + quoted(uri));
    }
    longest = plays.compareTo(longest) > 0 ? plays : longest;
    segments.accept(
        new MediaSegment(uri, plays, discontinuity, gap, programDateTime, map, List.copyOf(tags)));
    duration = null;
    discontinuity = false;
    gap = false;
    programDateTime = Optional.empty();
    tags.clear();
  }

  private static @Nullable TargetDuration target(Duration stated) {
    return stated.toSeconds() > 0 ? TargetDuration.ofSeconds((int) stated.toSeconds()) : null;
  }

  private static String quoted(String text) {
    return text.length() <= MAX_QUOTED
        ? "'" + text + "'"
        : "'" + text.substring(0, MAX_QUOTED) + "…'";
  }

  private static @Nullable PlaylistType type(String value) {
    for (PlaylistType type : PlaylistType.values()) {
      if (type.name().equals(value)) {
        return type;
      }
    }
    return null;
  }

  private static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  private static long number(String name, String value) {
    if (!isNumber(value)) {
      throw new IllegalArgumentException(
          name + " is an integer of 0 or more, not " + quoted(value));
    }
    return Long.parseLong(value);
  }

  /** To the microsecond, or zero for what is no duration; a title may follow behind a comma. */
  private static Duration seconds(String value) {
    int comma = value.indexOf(',');
    String number = (comma < 0 ? value : value.substring(0, comma)).strip();
    if (number.length() > MAX_NUMBER_LENGTH || !SECONDS.matcher(number).matches()) {
      return Duration.ZERO;
    }
    double seconds = Double.parseDouble(number);
    return seconds < MOST_SECONDS
        ? Duration.ofNanos(Math.round(seconds * MICROS) * 1_000)
        : Duration.ZERO;
  }
}
