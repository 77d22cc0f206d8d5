package dev.chalkstream;

import java.io.IOException;

/**
 * An instance has as many changes, or searches, on their way to its store as it may have, so it
 * takes no more for now. Neither the request is at fault nor, as far as is known, the store.
 * Nothing was changed; the same may be tried again soon, here or at another instance.
 */
public final class NodeBusyException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what there is too much of
   */
  public NodeBusyException(String message) {
    super(message);
  }
}
