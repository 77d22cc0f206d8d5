package dev.chalkstream.internal.manifest;

import java.time.Duration;
import java.util.List;

/**
 * The playlist: its numbers, and its newest segments. The older ones lie in pages of the history,
 * each of {@link PageNumbers#PAGE_LENGTH} segments, of which the last ends where the head begins.
 *
 * @param mediaSequence the media sequence number of the first listed segment
 * @param discontinuitySequence the discontinuity sequence number of the first listed segment
 * @param headSequence the media sequence number of the first segment of the head; greater than
 *     {@code mediaSequence} where a part of the playlist lies in the history
 * @param duration how long the playlist plays
 * @param bytes how many bytes its segments have
 * @param discontinuities how many of its segments have a discontinuity before them
 * @param longestPlaylist the longest that the playlist has ever played
 * @param head the newest segments
 * @param markers what is remembered of date ranges and cues
 */
public record Window(
    long mediaSequence,
    long discontinuitySequence,
    long headSequence,
    Duration duration,
    long bytes,
    long discontinuities,
    Duration longestPlaylist,
    List<ListedSegment> head,
    Markers markers) {

  public Window {
    head = List.copyOf(head);
  }

  /** A playlist without markers. */
  public Window(
      long mediaSequence,
      long discontinuitySequence,
      long headSequence,
      Duration duration,
      long bytes,
      long discontinuities,
      Duration longestPlaylist,
      List<ListedSegment> head) {
    this(
        mediaSequence,
        discontinuitySequence,
        headSequence,
        duration,
        bytes,
        discontinuities,
        longestPlaylist,
        head,
        Markers.NONE);
  }

  /** The media sequence number of the segment that is listed next. */
  public long nextSequence() {
    return headSequence + head.size();
  }

  public boolean isEmpty() {
    return mediaSequence == nextSequence();
  }

  /** The pages in which listed segments lie, by their first segments, in ascending order. */
  public List<Long> pages() {
    return PageNumbers.pages(mediaSequence, headSequence);
  }
}
