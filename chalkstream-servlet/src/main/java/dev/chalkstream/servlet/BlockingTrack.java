package dev.chalkstream.servlet;

import dev.chalkstream.SegmentRejectedException;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A body that brings a track and holds the thread of its request, where the container is not
 * asynchronous. How long it may stand still is the container's business then.
 */
final class BlockingTrack {

  private final Exchange exchange;
  private final TrackBody body;
  private final TrackTurns.Turn turn;
  private final Duration timeout;

  /**
   * Makes an upload that has not begun.
   *
   * @param timeout for how long it waits for room, and for its turn
   */
  BlockingTrack(Exchange exchange, TrackBody body, TrackTurns.Turn turn, Duration timeout) {
    this.exchange = exchange;
    this.body = body;
    this.turn = turn;
    this.timeout = timeout;
  }

  /** Reads, takes and answers; the place and the room are given up by the caller. */
  void run() throws Exception {
    ServletInputStream stream = exchange.request().getInputStream();
    Semaphore possible = new Semaphore(0);
    try {
      boolean more = true;
      while (more) {
        while (!body.takeRoom(possible::release)) {
          await(possible);
        }
        more = read(stream);
        while (!turn.mayTake(possible::release)) {
          await(possible);
        }
        body.feed();
        turn.taken();
      }
      body.end();
    } catch (SegmentRejectedException | ProblemException e) {
      LingeringClose.blocking(exchange, Problems.of(e));
      return;
    }
    exchange.bodyRead();
    exchange.taken();
  }

  private boolean read(ServletInputStream stream) throws ProblemException {
    try {
      return body.read(stream) >= 0;
    } catch (IOException e) {
      exchange.closeAfterwards();
      throw new ProblemException(Problems.incompleteBody(e));
    }
  }

  private void await(Semaphore possible) throws ProblemException, InterruptedException {
    if (!possible.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw AccessProblems.tooMuchAtOnce();
    }
  }
}
