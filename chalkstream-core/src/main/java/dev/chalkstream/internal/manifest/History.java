package dev.chalkstream.internal.manifest;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The sealed pages of one stream's playlist. A page never changes once it is written. */
public interface History {

  /**
   * Reads a page, if it is there and whole. A page that is listed and is not found is lost, and
   * {@code LostPages} make gaps of it.
   *
   * @param first the media sequence number of its first segment
   * @return its {@link PageNumbers#PAGE_LENGTH} segments, or empty if it is deleted or damaged
   * @throws UncheckedIOException if the store is at fault
   */
  Optional<List<ListedSegment>> find(long first);
}
