package dev.chalkstream.internal.push;

import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import dev.chalkstream.internal.text.PushPath;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the segments of refused playlists are called, so that they are refused before their playlist
 * names them: encoders number them, and all but the digits stays. Not safe for use by many threads.
 */
public final class RefusedNames {

  /** So many shapes of names are remembered. */
  static final int MOST = 16;

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Set<String> shapes;

  RefusedNames(Collection<String> shapes) {
    this.shapes = new LinkedHashSet<>(shapes);
  }

  Set<String> toSet() {
    return shapes;
  }

  /** A name without what changes from one segment to the next. */
  static String shape(String path) {
    return DIGITS.matcher(path).replaceAll("#");
  }

  /** Takes note of a refused playlist; returns whether it shows anything new. */
  boolean add(PushedPlaylist refused, PushedNames followed) {
    boolean news = false;
    for (PushedEntry entry : refused.entries()) {
      String shape = shape(entry.path());
      if (!entry.path().equals(PushPath.NONE) && !followed.hasShape(shape)) {
        news |= shapes.add(shape);
      }
    }
    while (shapes.size() > MOST) {
      shapes.remove(shapes.iterator().next());
    }
    return news;
  }

  boolean matches(String path) {
    return shapes.contains(shape(path));
  }

  void clear() {
    shapes.clear();
  }
}
