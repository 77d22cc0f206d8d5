package dev.chalkstream.storage;

import java.io.IOException;

/**
 * A store has no room for a blob: its disk is full, or its quota is used up. Nothing was stored.
 * Reading and deleting still work, and the same blob may be put again once there is room.
 */
public final class StoreFullException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Reports that a store is full.
   *
   * @param message which store, and what is used up
   */
  public StoreFullException(String message) {
    super(message);
  }

  /**
   * Reports that a store is full, as its medium has said.
   *
   * @param message which store, and what is used up
   * @param cause what the store's own medium said
   */
  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
