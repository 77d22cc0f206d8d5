package dev.chalkstream.servlet;

import java.io.IOException;

/** An answer could not be written, because the client has gone away. No fault of the server's. */
final class ClientGoneException extends IOException {

  private static final long serialVersionUID = 1L;

  ClientGoneException(IOException cause) {
    super("the client has gone away", cause);
  }
}
