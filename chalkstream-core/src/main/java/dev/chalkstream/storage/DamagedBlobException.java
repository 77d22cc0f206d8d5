package dev.chalkstream.storage;

import java.io.IOException;

/**
 * A blob is there, and its bytes are not the bytes that were stored. Trying again does not help;
 * whoever can do without the blob goes on without it. Damage is never reported as absence.
 */
public final class DamagedBlobException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Reports damage.
   *
   * @param message which blob, and what is wrong with it
   */
  public DamagedBlobException(String message) {
    super(message);
  }

  /**
   * Reports damage that another exception has shown.
   *
   * @param message which blob, and what is wrong with it
   * @param cause what showed it
   */
  public DamagedBlobException(String message, Throwable cause) {
    super(message, cause);
  }
}
