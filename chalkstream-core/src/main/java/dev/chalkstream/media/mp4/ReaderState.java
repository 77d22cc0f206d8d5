package dev.chalkstream.media.mp4;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the readers of one input share: the first error, and how much there may be still. */
final class ReaderState {

  /** The boxes that CMAF defines are no more than nine deep. */
  static final int MAX_DEPTH = 16;

  /** A fragment has some ten, so this is a fragment for each frame of a minute. */
  static final int MAX_BOXES = 1 << 16;

  /** How many samples may be in a fragment that is read without its media. */
  private static final int SAMPLES = 1 << 16;

  private @Nullable String error;
  private int boxes;
  private long samples;

  /**
   * Of an input of a length.
   *
   * @param length its bytes: a sample has at least one of them, on the whole
   */
  ReaderState(int length) {
    samples = (long) length + SAMPLES;
  }

  void fail(String sentence) {
    if (error == null) {
      error = sentence;
    }
  }

  boolean hasFailed() {
    return error != null;
  }

  Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** Takes a box off the allowance, unless there is none left. */
  boolean takeBox() {
    return ++boxes <= MAX_BOXES;
  }

  /** Takes samples off the allowance, unless there are not so many left. */
  boolean takeSamples(long count) {
    samples -= count;
    return samples >= 0;
  }
}
