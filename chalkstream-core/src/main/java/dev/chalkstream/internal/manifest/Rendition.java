package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentName;
import dev.chalkstream.media.Container;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of the media playlists of a stream: what it lists, and what waits to be listed. Immutable.
 *
 * @param container in which its segments come, from its first segment to its expiry
 * @param window what it lists
 * @param waiting what waits for an earlier segment of the current run, in ascending sequence
 * @param tail the last listed segment, or null if the next is not to be compared with it
 * @param sections the initialization sections that are needed, as far as account is kept of them
 */
public record Rendition(
    Container container,
    Window window,
    List<WaitingSegment> waiting,
    @Nullable Tail tail,
    List<StoredSection> sections) {

  /** The name of the rendition of uploads that name none. */
  public static final String MAIN = "main";

  /** So many renditions a stream has at most. */
  public static final int MOST = 16;

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

  public Rendition {
    waiting = List.copyOf(waiting);
    sections = List.copyOf(sections);
  }

  /** A rendition of a container that has no initialization sections. */
  public Rendition(
      Container container, Window window, List<WaitingSegment> waiting, @Nullable Tail tail) {
    this(container, window, waiting, tail, List.of());
  }

  /** Whether a rendition may have that name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals("index") && !text.endsWith("-iframes");
  }

  /** About how many bytes of memory this takes up. */
  long heldBytes() {
    Backlog waits = waiting.stream().map(Backlog::of).reduce(Backlog.NONE, Backlog::plus);
    return waits.noted()
        + window.markers().heldBytes()
        + ListedSegment.heldBytes(window.head())
        + (long) StoredSection.HELD_BYTES * sections.size();
  }

  /** Whether a segment is in the head, or waits, or is an initialization section of such ones. */
  boolean names(SegmentName name) {
    return window.head().stream()
            .anyMatch(segment -> name.equals(segment.name()) || name.equals(segment.section()))
        || waiting.stream().anyMatch(segment -> segment.stored().names(name))
        || sections.stream().anyMatch(section -> name.equals(section.name()));
  }
}
