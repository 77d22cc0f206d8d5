package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.Markers;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.text.PushPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pushed playlists that are not followed: those that have not {@linkplain Claim claimed} the
 * session, and one of the encoder that has, if it may be of a new start. Each is the latest of its
 * name. Together they are bounded as one playlist is. Not safe for use by many threads.
 */
public final class Candidates {

  /** Encoders push a playlist for each variant, language and kind of subtitles. */
  static final int MOST = 16;

  private final Map<String, PushedPlaylist> playlists = new LinkedHashMap<>();
  private @Nullable Instant latestAt;

  /**
   * Begins to change the candidates.
   *
   * @param latestAt when the latest of them came, or null if there is none
   */
  public Candidates(Collection<PushedPlaylist> playlists, @Nullable Instant latestAt) {
    playlists.forEach(this::put);
    this.latestAt = latestAt;
  }

  /** When the latest came, or null if there is none. */
  @Nullable Instant latestAt() {
    return playlists.isEmpty() ? null : latestAt;
  }

  List<PushedPlaylist> toList() {
    return List.copyOf(playlists.values());
  }

  @Nullable PushedPlaylist get(String path) {
    return playlists.get(path);
  }

  /** Keeps a playlist in the place of an earlier one; returns whether it says anything new. */
  boolean keep(PushedPlaylist said, Instant now) {
    if (said.equals(playlists.get(said.path()))) {
      return false;
    }
    put(said);
    latestAt = now;
    return true;
  }

  private void put(PushedPlaylist said) {
    playlists.remove(said.path());
    playlists.put(said.path(), said);
    while (isTooMuch()) {
      playlists.remove(playlists.keySet().iterator().next());
    }
  }

  private boolean isTooMuch() {
    int entries = 0;
    int nameBytes = 0;
    int tagBytes = 0;
    for (PushedPlaylist playlist : playlists.values()) {
      entries += playlist.entries().size();
      nameBytes += playlist.nameBytes();
      tagBytes += playlist.tagBytes();
    }
    boolean tooLong =
        entries > PushedPlaylist.MAX_ENTRIES
            || nameBytes > PushedPlaylist.MAX_NAME_BYTES
            || tagBytes > Markers.MAX_BYTES;
    return playlists.size() > MOST || (tooLong && playlists.size() > 1);
  }

  /** Forgets a playlist; returns whether there was one. */
  boolean remove(String path) {
    return playlists.remove(path) != null;
  }

  boolean isEmpty() {
    return playlists.isEmpty();
  }

  void clear() {
    playlists.clear();
  }

  /** Whether one of them names a segment. */
  boolean name(String path) {
    return playlists.values().stream()
        .flatMap(playlist -> playlist.entries().stream())
        .anyMatch(entry -> !entry.gap() && PushPath.matches(entry.path(), path));
  }

  /** All but one, newest last. */
  List<PushedPlaylist> others(PushedPlaylist than) {
    List<PushedPlaylist> others = new ArrayList<>(playlists.values());
    others.removeIf(playlist -> playlist.path().equals(than.path()));
    return others;
  }
}
