package dev.chalkstream.internal.manifest;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * The playlist by which a stream is pushed, and the run that it numbers.
 *
 * @param run the ordinal of that run
 * @param playlist what the encoder calls its playlist
 * @param begunAt when the run began, in manifest time
 * @param saidAt when the playlist last brought something new, in manifest time
 * @param end the number behind the last, once the playlist is at its end
 * @param length how many entries the playlist had when it last brought something new
 * @param opened whether the playlist was once not at its end, or had more than one entry
 * @param endless whether the encoder has gone on after its playlist was at its end, so that no end
 *     of that run is believed any more
 */
public record PushedRun(
    int run,
    String playlist,
    Instant begunAt,
    Instant saidAt,
    OptionalLong end,
    int length,
    boolean opened,
    boolean endless) {

  /** A run of which the playlist has brought nothing yet. */
  public static PushedRun begin(int run, String playlist, Instant begunAt, Instant now) {
    return new PushedRun(run, playlist, begunAt, now, OptionalLong.empty(), 0, false, false);
  }

  public PushedRun withEnd(OptionalLong other) {
    return new PushedRun(run, playlist, begunAt, saidAt, other, length, opened, endless);
  }

  public PushedRun withNews(Instant now, int entries) {
    return new PushedRun(run, playlist, begunAt, now, end, entries, opened, endless);
  }

  public PushedRun asOpened() {
    return new PushedRun(run, playlist, begunAt, saidAt, end, length, true, endless);
  }

  public PushedRun asEndless() {
    return new PushedRun(run, playlist, begunAt, saidAt, end, length, opened, true);
  }
}
