package dev.chalkstream.example.live;

import org.jspecify.annotations.Nullable;

/** The server cannot start. The message is one line that tells a person why. */
final class StartupException extends Exception {

  private static final long serialVersionUID = 1L;

  StartupException(String message) {
    this(message, null);
  }

  StartupException(String message, @Nullable Throwable cause) {
    super(message.strip().replaceAll("\\s*\\R\\s*", " "), cause);
  }

  /** Throws unless something holds. */
  static void require(boolean holds, String complaint) throws StartupException {
    if (!holds) {
      throw new StartupException(complaint);
    }
  }
}
