package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An upload that holds the thread of its request, where the container is not asynchronous. */
final class BlockingUpload {

  private final Exchange exchange;
  private final BodyReader.Job job;
  private final StreamId stream;
  private final UploadOrder.Place place;
  private final Duration time;

  /** What comes to be possible. */
  private final Semaphore possible = new Semaphore(0);

  /**
   * Makes an upload that has not begun.
   *
   * @param time for how long it waits for room, and for its turn
   */
  BlockingUpload(
      Exchange exchange,
      BodyReader.Job job,
      StreamId stream,
      UploadOrder.Place place,
      Duration time) {
    this.exchange = exchange;
    this.job = job;
    this.stream = stream;
    this.place = place;
    this.time = time;
  }

  /** Reads, hands on and answers; the place is given up by the caller. */
  void run() throws Exception {
    try {
      if (isRead()) {
        awaitTurn();
        job.work().run();
        job.body().discard();
        exchange.taken();
      }
    } finally {
      job.body().discard();
    }
  }

  /** Reads to the end, or answers why not. */
  private boolean isRead() throws Exception {
    try {
      read();
    } catch (ProblemException e) {
      job.body().discard();
      LingeringClose.blocking(exchange, e.problem());
      return false;
    } catch (IOException e) {
      BodyReader.cutOff(stream, e);
      if (exchange.response().isCommitted()) {
        // Tomcat has said 400 already, and would say 500 instead if this failed.
        return false;
      }
      exchange.closeAfterwards();
      throw new ProblemException(Problems.incompleteBody(e));
    }
    exchange.bodyRead();
    return true;
  }

  private void read() throws IOException, ProblemException, InterruptedException {
    ServletInputStream in = exchange.request().getInputStream();
    boolean more = true;
    while (more) {
      awaitRoom();
      more = job.body().readFrom(in);
    }
  }

  private void awaitRoom() throws IOException, ProblemException, InterruptedException {
    while (!job.body().mayRead(place, possible::release)) {
      if (!isPossibleInTime()) {
        BodyReader.tooFast(stream, time);
        throw place.isBehind() ? AccessProblems.tooFarAhead() : AccessProblems.tooMuchAtOnce();
      }
    }
  }

  private void awaitTurn() throws ProblemException, InterruptedException {
    job.body().complete();
    job.arrived(place, possible::release);
    if (!isPossibleInTime() && place.withdraw()) {
      throw new ProblemException(Problems.storeTimeout());
    }
  }

  private boolean isPossibleInTime() throws InterruptedException {
    return possible.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
