package dev.chalkstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The sealed pages of one stream's playlist. A page never changes once it is written. */
interface History {

  /**
   * Reads a page, if it is there.
   *
   * @param first the media sequence number of its first segment
   * @return its {@link PlaylistWindow#PAGE_LENGTH} segments, or empty if it is deleted
   * @throws UncheckedIOException if the page cannot be read
   */
  Optional<List<ListedSegment>> find(long first);

  /**
   * Reads a page that must be there, because a part of it is listed.
   *
   * @param first the media sequence number of its first segment
   * @return its segments
   * @throws UncheckedIOException if the page cannot be read, or is not there
   */
  default List<ListedSegment> page(long first) {
    return find(first)
        .orElseThrow(
            () -> new UncheckedIOException(new IOException("page " + first + " is missing")));
  }
}
