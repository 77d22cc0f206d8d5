package dev.chalkstream.example.live;

import java.io.IOException;

/** A player at work on one stream. Closing ends it. */
interface Viewer extends AutoCloseable {

  /** How many seconds it has played so far, or since it went over to the live picture. */
  double played() throws Exception;

  /** Whether it plays the stream itself, as far as that can be told from outside. */
  boolean showsLivePicture() throws Exception;

  /** Waits until it has come to the end of the stream, and fails where it has failed. */
  void awaitEnd() throws Exception;

  @Override
  void close() throws IOException;
}
