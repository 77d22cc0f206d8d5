package dev.chalkstream.example.live;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Hostile requests of all kinds at a fixed rate, in an order that a seed decides. */
final class Flood implements AutoCloseable {

  /** More at a time this machine shall not hold; what comes then is left out, and counted. */
  private static final int MOST_AT_A_TIME = 500;

  private static final long PATIENCE_SECONDS = 120;

  private final FloodTarget target;
  private final FloodReport report;
  private final Random plan;
  private final Semaphore places = new Semaphore(MOST_AT_A_TIME);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Flood(FloodTarget target, FloodReport report, long seed) {
    this.target = target;
    this.report = report;
    this.plan = new Random(seed);
  }

  /**
   * Begins.
   *
   * @param rate how many a second
   */
  void start(int rate) {
    clock.scheduleAtFixedRate(this::next, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
  }

  /** Sends nothing new, lets what is slow break off, and waits until all are answered. */
  void end() throws InterruptedException {
    clock.shutdown();
    clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    target.isOver();
    threads.shutdown();
    if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("hostile requests are not answered: " + report.table());
    }
  }

  private void next() {
    FloodKind kind = FloodKind.any(plan);
    long seed = plan.nextLong();
    if (places.tryAcquire()) {
      threads.execute(() -> attack(kind, new Random(seed)));
    } else {
      report.leftOut(kind);
    }
  }

  private void attack(FloodKind kind, Random chance) {
    report.sent(kind);
    try {
      kind.attack().on(target, chance, answer -> report.answered(kind, answer));
    } catch (SocketTimeoutException e) {
      report.unanswered(kind);
    } catch (IOException e) {
      report.cutOff(kind);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      report.failed(kind, e);
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    target.isOver();
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
