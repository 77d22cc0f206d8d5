package dev.chalkstream.internal.manifest;

import java.util.List;
import java.util.stream.LongStream;

/**
 * How the segments before the head of a playlist are divided into pages: all are of the same
 * length, and the last ends where the head begins. A page is named by the media sequence number of
 * its first segment.
 */
public final class PageNumbers {

  /**
   * So many segments make a page of the history. Shorter pages make shorter heads, and a manifest,
   * which is written for each segment, of below 20 KB; longer ones make fewer calls for a long
   * playlist of which a node has read nothing yet. A day of segments of two seconds is read with
   * 675 calls, and 16 at the same time take 1.3 s at 30 ms a call.
   */
  public static final int PAGE_LENGTH = 64;

  /**
   * So many of the newest segments stay in the head when a page is sealed, so that most retries are
   * recognised without a page. With a page they are the most that a head has, but for what a last
   * revision adds: 96 entries of some 160 bytes.
   */
  public static final int MIN_HEAD_LENGTH = 32;

  private PageNumbers() {}

  /** The page in which a segment before the head lies, or where the head begins. */
  public static long pageOf(long sequence, long headSequence) {
    long count = (headSequence - sequence + PAGE_LENGTH - 1) / PAGE_LENGTH;
    return headSequence - count * PAGE_LENGTH;
  }

  /**
   * The pages from a segment to the head, by their first segments, in ascending order. All are of
   * the same length, and the last ends where the head begins.
   */
  public static List<Long> pages(long sequence, long headSequence) {
    long first = pageOf(sequence, headSequence);
    return LongStream.range(0, (headSequence - first) / PAGE_LENGTH)
        .mapToObj(n -> first + n * PAGE_LENGTH)
        .toList();
  }
}
