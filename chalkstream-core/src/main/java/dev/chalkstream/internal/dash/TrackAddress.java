package dev.chalkstream.internal.dash;

import dev.chalkstream.internal.text.PushPath;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an encoder means by the path of a request, relative to its session: sections 6.2, rule 9,
 * and 6.4, rule 2, of DASH-IF Live Media Ingest, and the names that ffmpeg's {@code dash} muxer and
 * AWS Elemental encoders use. What is in the body counts more: a header may be sent to the address
 * of a track, and a track to that of a segment.
 *
 * <table>
 *   <caption>Examples</caption>
 *   <tr><th>path</th><th>what</th><th>track</th><th>number</th></tr>
 *   <tr><td>Streams(video.cmfv)</td><td>TRACK</td><td>video</td><td></td></tr>
 *   <tr><td>Switching(v)/Streams(video)</td><td>TRACK</td><td>video</td><td></td></tr>
 *   <tr><td>video/video.cmfv</td><td>TRACK</td><td>video</td><td></td></tr>
 *   <tr><td>init-stream0.m4s</td><td>HEADER</td><td>stream0</td><td></td></tr>
 *   <tr><td>chunk-stream0-00001.m4s</td><td>SEGMENT</td><td>stream0</td><td>1</td></tr>
 *   <tr><td>video/init.cmfv</td><td>HEADER</td><td>video</td><td></td></tr>
 *   <tr><td>video/896605655.cmfv</td><td>SEGMENT</td><td>video</td><td>896605655</td></tr>
 *   <tr><td>out.mpd, master.m3u8</td><td>MANIFEST</td><td></td><td></td></tr>
 * </table>
 *
 * @param kind what is sent
 * @param track the name of the track, empty if the path has none: then there is only one
 * @param number which segment, by {@code $Number$} or {@code $Time$}, if the path says it; at least
 *     0
 */
public record TrackAddress(Kind kind, String track, OptionalLong number) {

  private static final Pattern STREAMS =
      Pattern.compile("(?i)(?:.*/)?streams\\(([^()/]+)\\)(?:/([^/]+))?");
  private static final Pattern HEADER =
      Pattern.compile("(?i)(?:(.*)[-_.])?(?:init|header)(?:[-_.](.*))?");
  private static final Pattern SEGMENT = Pattern.compile("(?i)(?:(.+?)[-_.])?(-?\\d{1,18})");
  private static final Pattern PREFIX =
      Pattern.compile("(?i)(?:chunk|segment|seg|media)(?:[-_.](.*))?");

  /** The names of ffmpeg's {@code dash} muxer. */
  private static final Pattern NUMBERED =
      Pattern.compile("(?i)(?:init|chunk)-stream\\d{1,9}(?:-\\d{1,18})?\\.(?:m4s|mp4)");

  /** Files with these names are tracks, whatever else they are called. */
  private static final Set<String> OF_CMAF = Set.of("cmfv", "cmfa", "cmft", "cmfm");

  /** Files with these names are tracks if they are neither headers nor segments. */
  private static final Set<String> OF_MP4 = Set.of("mp4", "m4v", "m4a");

  private static final Map<String, Kind> EXTENSIONS =
      Map.ofEntries(
          Map.entry("cmfv", Kind.TRACK),
          Map.entry("cmfa", Kind.TRACK),
          Map.entry("cmft", Kind.TRACK),
          Map.entry("cmfm", Kind.TRACK),
          Map.entry("mp4", Kind.TRACK),
          Map.entry("m4s", Kind.TRACK),
          Map.entry("m4v", Kind.TRACK),
          Map.entry("m4a", Kind.TRACK),
          Map.entry("init", Kind.HEADER),
          Map.entry("header", Kind.HEADER),
          Map.entry("mpd", Kind.MANIFEST),
          Map.entry("m3u8", Kind.MANIFEST));

  /** What is sent. */
  public enum Kind {
    /** A header and chunks, in one request or in several to the same address. */
    TRACK,
    /** A header. */
    HEADER,
    /** One segment. */
    SEGMENT,
    /** A manifest of DASH or HLS, from which nothing has to be read. */
    MANIFEST,
    /** Nothing of a track of CMAF. */
    OTHER
  }

  /**
   * Reads a path. Takes time in proportion to its length.
   *
   * @param path the decoded path after the session, without a slash at its beginning
   * @return what it means
   * @throws IllegalArgumentException if no upload can have that name ({@link PushPath#check})
   */
  public static TrackAddress parse(String path) {
    PushPath.check(path);
    Matcher streams = STREAMS.matcher(path);
    if (streams.matches()) {
      return ofStream(streams.group(1), streams.group(2));
    }
    String file = PushPath.file(path);
    String stem = stem(file);
    Kind kind = EXTENSIONS.getOrDefault(extension(file), Kind.OTHER);
    String directory = parent(path);
    return switch (kind) {
      case TRACK -> ofFile(directory, stem);
      case HEADER -> header(directory, stem);
      default -> new TrackAddress(kind, "", OptionalLong.empty());
    };
  }

  /**
   * Whether a path is one of a track, and of no file of HLS: HLS encoders call an initialization
   * section {@code init.mp4} and segments {@code out0.m4s}. Takes time in proportion to its length.
   *
   * @param path as {@link #parse} takes it
   * @throws IllegalArgumentException if no upload can have that name
   */
  public static boolean isOfTrack(String path) {
    TrackAddress address = parse(path);
    if (address.kind == Kind.MANIFEST || address.kind == Kind.OTHER) {
      return false;
    }
    String file = PushPath.file(path);
    String extension = extension(file);
    return STREAMS.matcher(path).matches()
        || NUMBERED.matcher(file).matches()
        || OF_CMAF.contains(extension)
        || (address.kind == Kind.TRACK && OF_MP4.contains(extension));
  }

  /**
   * Whether an encoder of HLS may mean its initialization section by a path {@linkplain #isOfTrack
   * of a track}: it may call that by any name that ends in {@code .mp4}.
   *
   * @param path as {@link #parse} takes it
   * @throws IllegalArgumentException if no upload can have that name
   */
  public static boolean mayBeOfHls(String path) {
    String file = PushPath.file(path);
    return OF_MP4.contains(extension(file))
        && !STREAMS.matcher(path).matches()
        && !NUMBERED.matcher(file).matches();
  }

  /** {@code Streams(name)}, or a segment beside it by its name. */
  private static TrackAddress ofStream(String name, @Nullable String file) {
    String track = EXTENSIONS.containsKey(extension(name)) ? stem(name) : name;
    if (file == null) {
      return new TrackAddress(Kind.TRACK, track, OptionalLong.empty());
    }
    TrackAddress inside = parse(file);
    return new TrackAddress(inside.kind, track, inside.number);
  }

  private static TrackAddress ofFile(String directory, String stem) {
    Matcher header = HEADER.matcher(stem);
    if (header.matches()) {
      return header(directory, stem);
    }
    Matcher segment = SEGMENT.matcher(stem);
    if (segment.matches() && !stem.equals(directory)) {
      long number = Math.max(0, Long.parseLong(segment.group(2)));
      String name = withoutPrefix(orEmpty(segment.group(1)));
      return new TrackAddress(
          Kind.SEGMENT, name.isEmpty() ? directory : name, OptionalLong.of(number));
    }
    return new TrackAddress(Kind.TRACK, stem, OptionalLong.empty());
  }

  private static TrackAddress header(String directory, String stem) {
    Matcher header = HEADER.matcher(stem);
    String name = stem;
    if (header.matches()) {
      name = header.group(1) == null ? orEmpty(header.group(2)) : header.group(1);
    }
    return new TrackAddress(Kind.HEADER, name.isEmpty() ? directory : name, OptionalLong.empty());
  }

  private static String withoutPrefix(String name) {
    Matcher prefix = PREFIX.matcher(name);
    return prefix.matches() ? orEmpty(prefix.group(1)) : name;
  }

  private static String orEmpty(@Nullable String group) {
    return group == null ? "" : group;
  }

  /** The directory that the file lies in, or an empty name if there is none. */
  private static String parent(String path) {
    int end = path.lastIndexOf('/');
    return end < 0 ? "" : PushPath.file(path.substring(0, end));
  }

  private static String extension(String file) {
    return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String stem(String file) {
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }
}
