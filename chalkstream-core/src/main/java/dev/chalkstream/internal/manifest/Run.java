package dev.chalkstream.internal.manifest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The run that a stream is in: one numbering of segments by one broadcaster, from 0.
 *
 * @param ordinal which run of the stream this is, counted from 0
 * @param id the broadcaster's name for it, if it gave one
 * @param first the number of the run's first listed segment, or {@link #NOTHING_LISTED}
 * @param next the number that is to be listed next
 * @param missingSince since when others wait for {@code next}, or null if none does
 * @param discontinuity whether a discontinuity stands before the segment that is listed next
 */
public record Run(
    int ordinal,
    @Nullable String id,
    long first,
    long next,
    @Nullable Instant missingSince,
    boolean discontinuity) {

  public static final long NOTHING_LISTED = -1;

  /** A run that expects number 0. */
  public static Run begin(int ordinal, @Nullable String id, boolean discontinuity) {
    return new Run(ordinal, id, NOTHING_LISTED, 0, null, discontinuity);
  }

  public boolean hasListed() {
    return first != NOTHING_LISTED;
  }

  /** The run after its next number was listed. */
  public Run advanced() {
    return new Run(ordinal, id, hasListed() ? first : next, next + 1, missingSince, false);
  }

  /** The run with all numbers before {@code sequence} given up. */
  public Run skippedTo(long sequence) {
    return new Run(ordinal, id, first, sequence, missingSince, discontinuity);
  }

  public Run withMissingSince(@Nullable Instant since) {
    return new Run(ordinal, id, first, next, since, discontinuity);
  }

  /** The run as one that goes on where the run before ended. */
  public Run withoutDiscontinuity() {
    return new Run(ordinal, id, first, next, missingSince, false);
  }

  public Run withDiscontinuity() {
    return new Run(ordinal, id, first, next, missingSince, true);
  }
}
