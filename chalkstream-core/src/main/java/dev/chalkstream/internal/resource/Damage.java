package dev.chalkstream.internal.resource;

import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;

/** Tells damage from a store that is out of reach, through all layers that add to an exception. */
public final class Damage {

  private static final int MAX_DEPTH = 16;

  private Damage() {}

  /** Whether a failure has its origin in a blob that is damaged. */
  public static boolean isIn(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      if (cause instanceof DamagedBlobException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** The same failure with more to it; damage stays damage. */
  public static IOException wrap(String message, Throwable cause) {
    return isIn(cause) ? new DamagedBlobException(message, cause) : new IOException(message, cause);
  }
}
