package dev.chalkstream.servlet;

import java.io.IOException;

/** Leaves the servlet, so that the container closes the connection of an answer that has begun. */
final class BrokenOffException extends IOException {

  private static final long serialVersionUID = 1L;

  BrokenOffException(Exception cause) {
    super("the answer has begun and cannot be ended", cause);
  }
}
