package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.internal.text.PushPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An initialization section that an encoder has pushed. Immutable.
 *
 * @param path what the encoder calls it
 * @param name under which it is stored
 * @param arrivedAt when it came, in manifest time
 */
public record PushedSection(String path, SegmentName name, Instant arrivedAt) {

  /** So many are kept of a stream: encoders push one for each variant, and at each start. */
  public static final int MOST = 8;

  private static final int HELD_BYTES = 320;

  /**
   * The sections that a segment may need, the likeliest first: what the playlist says of it, then
   * what lies in its directory, then the others; of these the last first.
   *
   * @param sections as {@link Pushes} keeps them
   * @param path what the encoder calls the segment
   * @param map what the playlist calls its section, or null if it does not say
   */
  public static List<SegmentName> likeliestFirst(
      List<PushedSection> sections, String path, @Nullable String map) {
    List<PushedSection> lastFirst = new ArrayList<>(sections);
    Collections.reverse(lastFirst);
    String directory = PushPath.directory(path);
    return lastFirst.stream()
        .sorted(
            Comparator.comparing(
                    (PushedSection section) ->
                        map == null || !PushPath.matches(section.path(), map))
                .thenComparing(section -> !PushPath.directory(section.path()).equals(directory)))
        .map(PushedSection::name)
        .toList();
  }

  /** About how many bytes of memory one takes up. */
  long heldBytes() {
    return HELD_BYTES + PushPath.bytes(path);
  }
}
