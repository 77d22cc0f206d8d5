package dev.chalkstream.servlet;

import dev.chalkstream.PushName;
import dev.chalkstream.media.MediaFile;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path by its shape. What stands in it is not checked yet: whoever asks with the wrong method is
 * told so, whatever the ids.
 *
 * @param resource what kind of thing it leads to
 * @param token what stands in front of it as {@code /t/{token}}, or empty
 * @param id the session, or the stream; empty for the poster
 * @param name the name within it, with its extension, and directories where an encoder has some;
 *     the stream's again for a playlist
 */
record Route(Resource resource, String token, String id, String name) {

  private static final String PLAYLIST_EXTENSION = ".m3u8";
  private static final String INGEST = "ingest";
  private static final String COMPLETE = "complete";
  private static final String INFO = "info";
  private static final Pattern POSTER = Pattern.compile("/poster\\.(ts|mp4|m4s)");
  private static final String TOKEN = "/t/";
  private static final Pattern SEGMENT_UPLOAD = Pattern.compile("[0-9a-f]{64}\\.(ts|m4s)");
  private static final Pattern INITIALIZATION = Pattern.compile("[0-9a-f]{64}\\.mp4");

  Route(Resource resource, String id, String name) {
    this(resource, "", id, name);
  }

  /** Reads paths of one servlet, relative to its mapping. */
  @FunctionalInterface
  interface Table {
    Optional<Route> find(String path);
  }

  /**
   * The request's path relative to the servlet's mapping: empty, or beginning with a slash. Of a
   * mapping that is one path, its last part.
   */
  static String relativePath(HttpServletRequest request) {
    HttpServletMapping mapping = request.getHttpServletMapping();
    if (mapping.getMappingMatch() == MappingMatch.DEFAULT) {
      return request.getServletPath();
    }
    if (mapping.getMappingMatch() == MappingMatch.EXACT) {
      String servletPath = request.getServletPath();
      return servletPath.substring(servletPath.lastIndexOf('/'));
    }
    String path = request.getPathInfo();
    return path == null ? "" : path;
  }

  /** Everything under one mapping, what viewers ask for also behind a token. */
  static Optional<Route> everything(String path) {
    if (!path.startsWith(TOKEN)) {
      return plain(path);
    }
    int end = path.indexOf('/', TOKEN.length());
    return end <= TOKEN.length()
        ? Optional.empty()
        : plain(path.substring(end))
            .filter(route -> route.resource().isPlayback())
            .map(route -> route.behind(path.substring(TOKEN.length(), end)));
  }

  private Route behind(String newToken) {
    return new Route(resource, newToken, id, name);
  }

  private static Optional<Route> plain(String path) {
    if (POSTER.matcher(path).matches()) {
      return poster(path);
    }
    Optional<String> pushed = belowIngest(path);
    if (pushed.isPresent()) {
      return ingest(pushed.get());
    }
    int slash = path.indexOf('/', 1);
    if (slash < 0 || path.charAt(0) != '/') {
      return Optional.empty();
    }
    String rest = path.substring(slash);
    return switch (path.substring(1, slash)) {
      case "playlist" -> playlist(rest);
      case "chunk", "chunks" -> segment(rest);
      default -> Optional.empty();
    };
  }

  /** What follows the first part of a path, if that is {@code ingest}, however many slashes. */
  private static Optional<String> belowIngest(String path) {
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    int end = start + INGEST.length();
    boolean whole = end == path.length() || (end < path.length() && path.charAt(end) == '/');
    return start > 0 && whole && path.startsWith(INGEST, start)
        ? Optional.of(path.substring(end))
        : Optional.empty();
  }

  /**
   * {@code /{session}/{digest}.ts} or {@code .m4s}, {@code /{session}/{digest}.mp4} and {@code
   * /{session}/complete} and {@code /{session}/info}; tracks of CMAF; and files of any other name,
   * as encoders push them, also in directories. Encoders that put a directory and a name together
   * may write several slashes where one is meant. What is no file is a directory, as far as anybody
   * knows.
   */
  static Optional<Route> ingest(String path) {
    if (!path.isEmpty() && path.charAt(0) != '/') {
      return Optional.empty();
    }
    List<String> parts =
        Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    String session = parts.isEmpty() ? "" : parts.get(0);
    String name = String.join("/", parts.subList(Math.min(1, parts.size()), parts.size()));
    Resource resource =
        parts.size() < 2 || path.endsWith("/")
            ? Resource.DIRECTORY
            : resource(parts.get(parts.size() - 1), name);
    return Optional.of(new Route(resource, session, name));
  }

  private static Resource resource(String last, String name) {
    if (name.equals(COMPLETE)) {
      return Resource.COMPLETION;
    }
    if (name.equals(INFO)) {
      return Resource.INFO;
    }
    if (SEGMENT_UPLOAD.matcher(name).matches()) {
      return Resource.UPLOAD;
    }
    if (INITIALIZATION.matcher(name).matches()) {
      return Resource.INITIALIZATION;
    }
    if (isTrack(name)) {
      return Resource.TRACK;
    }
    int dot = last.lastIndexOf('.');
    if (dot <= 0 || dot == last.length() - 1) {
      return Resource.DIRECTORY;
    }
    return switch (last.substring(dot).toLowerCase(Locale.ROOT)) {
      case ".ts", ".mpegts", ".m2t" -> Resource.PUSHED_SEGMENT;
      case ".m4s", ".mp4", ".m4v", ".m4a", ".cmfv", ".cmfa" -> Resource.PUSHED_FRAGMENTS;
      case ".m3u8", ".m3u" -> Resource.PUSHED_PLAYLIST;
      case ".vtt", ".webvtt" -> Resource.PUSHED_SUBTITLES;
      case ".mpd" -> Resource.PUSHED_MANIFEST;
      default -> Resource.PUSHED_OTHER;
    };
  }

  /** Whether a name stands for a track of CMAF; one that no upload can have is refused later. */
  private static boolean isTrack(String name) {
    try {
      return PushName.of(name).track().isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@code /{streamId}.m3u8}, and {@code /poster.ts} and the like for mappings of their own. */
  static Optional<Route> playlist(String path) {
    if (POSTER.matcher(path).matches()) {
      return poster(path);
    }
    if (!path.startsWith("/") || path.indexOf('/', 1) >= 0 || !path.endsWith(PLAYLIST_EXTENSION)) {
      return Optional.empty();
    }
    String name = path.substring(1);
    String id = name.substring(0, name.length() - PLAYLIST_EXTENSION.length());
    return id.isEmpty() ? Optional.empty() : Optional.of(new Route(Resource.PLAYLIST, id, name));
  }

  /** {@code /{streamId}/{name}}, with the extension of a segment or an initialization section. */
  static Optional<Route> segment(String path) {
    return pair(path).flatMap(pair -> segmentNamed(Resource.SEGMENT, pair));
  }

  /** The name without its extension. */
  String bareName() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static Optional<Route> poster(String path) {
    return Optional.of(new Route(Resource.POSTER, "", path.substring(1)));
  }

  private static Optional<Route> segmentNamed(Resource resource, String[] pair) {
    return MediaFile.ofName(pair[1])
        .filter(file -> pair[1].length() > file.extension().length())
        .map(file -> new Route(resource, pair[0], pair[1]));
  }

  private static Optional<String[]> pair(String path) {
    String[] parts = path.split("/", -1);
    boolean isPair =
        parts.length == 3 && parts[0].isEmpty() && !parts[1].isEmpty() && !parts[2].isEmpty();
    return isPair ? Optional.of(new String[] {parts[1], parts[2]}) : Optional.empty();
  }
}
