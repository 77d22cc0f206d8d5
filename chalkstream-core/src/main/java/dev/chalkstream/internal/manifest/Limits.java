package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentUpload;
import java.time.Duration;

/**
 * The largest values that a stored document may have. Nothing that this library writes comes near
 * them; sums and products of values within them do not overflow.
 */
public final class Limits {

  /**
   * The size of a manifest or a page in bytes. What a manifest holds is bounded part by part, to
   * some 4 MB in all: 1 MB of it for {@linkplain Backlog#MAX_NOTED what waits} and as much for what
   * was pushed, 1 MB for what is to be deleted ({@code DeletionLedger}), 1 MB for {@linkplain
   * Markers#MAX_BYTES marks} beside segments, and the rest for what is listed and for names that
   * {@linkplain PushedPlaylist#MAX_NAME_BYTES playlists} have named.
   */
  public static final int DOCUMENT_BYTES = 8 << 20;

  /** Revisions, media sequence numbers and bytes: what any JSON reader keeps exactly. */
  public static final long NUMBER = 1L << 53;

  /** A number within a run, and the number behind the last one. */
  public static final long SEQUENCE = SegmentUpload.MAX_SEQUENCE + 1;

  /** How long one entry plays; what rounds to the longest target duration may be a bit longer. */
  public static final Duration ENTRY = SegmentUpload.MAX_DURATION.plusSeconds(1);

  /** How long a playlist plays, and every other span of time: a hundred years and a bit. */
  public static final Duration SPAN = Duration.ofDays(36_600);

  /** The year 9999 and a bit, in milliseconds since 1970. */
  public static final long TIME_MILLIS = 253_500_000_000_000L;

  /** The same in microseconds. */
  public static final long TIME_MICROS = TIME_MILLIS * 1_000;

  /** How many entries a playlist may have for each second that it plays. */
  public static final int ENTRIES_PER_SECOND = 1_000;

  /** So many more it may have, however short they are. */
  public static final int ENTRIES = 100_000;

  private Limits() {}
}
