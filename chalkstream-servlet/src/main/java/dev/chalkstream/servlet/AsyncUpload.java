package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upload that holds no thread while its body is on the way, and none of the container's while it
 * is being stored: listeners may be called on a thread that must not block, and the pool is for
 * viewers too, who must be served while the store hangs.
 *
 * <p>Whoever answers first, the one who stores or the time limit, has answered: the lock is held
 * until the request is complete, so that neither meets the other's half-done answer.
 *
 * <p>Containers may keep a listener for longer than its request. So this lets go of the body, and
 * of what is to be done with it, as soon as they are used.
 */
final class AsyncUpload implements ReadListener, TimeoutListener {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncUpload.class);

  /** What is to be done, until it is. */
  private record Job(BodyBuffer body, BodyReader.Taker taker) {}

  private final Exchange exchange;
  private final AsyncContext async;
  private final ServletInputStream in;
  private final StreamId stream;
  private final Duration timeout;
  private final StoreThreads storeThreads;
  private volatile @Nullable Job job;
  private @Nullable LingeringClose refused;
  private boolean storing;
  private boolean answered;

  private AsyncUpload(
      Exchange exchange,
      AsyncContext async,
      BodyBuffer body,
      BodyReader.Wanted wanted,
      Duration timeout,
      StoreThreads storeThreads)
      throws IOException {
    this.exchange = exchange;
    this.async = async;
    this.in = exchange.request().getInputStream();
    this.job = new Job(body, wanted.taker());
    this.stream = wanted.stream();
    this.timeout = timeout;
    this.storeThreads = storeThreads;
  }

  static void begin(
      Exchange exchange,
      BodyBuffer body,
      BodyReader.Wanted wanted,
      Duration timeout,
      StoreThreads storeThreads)
      throws IOException {
    AsyncContext async = exchange.startAsync(timeout);
    AsyncUpload upload = new AsyncUpload(exchange, async, body, wanted, timeout, storeThreads);
    async.addListener(upload);
    upload.in.setReadListener(upload);
  }

  @Override
  public void onDataAvailable() throws IOException {
    Containers.read(exchange.request(), async, this::read, this::onError);
  }

  private void read() throws IOException {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.read();
      return;
    }
    try {
      Job pending = job;
      while (pending != null && in.isReady()) {
        if (!pending.body().readFrom(in)) {
          return;
        }
      }
    } catch (ProblemException e) {
      refuse(e.problem());
    } catch (Error e) {
      onError(e);
    }
  }

  @Override
  public void onAllDataRead() {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onAllDataRead();
      return;
    }
    Job whole = beginStoring();
    if (whole == null) {
      return;
    }
    storeThreads.execute(() -> store(whole), () -> turnAway(whole));
  }

  private void turnAway(Job whole) {
    whole.body().discard();
    finish(() -> exchange.problem(Problems.nodeBusy()), async::complete);
  }

  /** From now on the job belongs to the thread that stores, even if the client has its answer. */
  private synchronized @Nullable Job beginStoring() {
    Job whole = job;
    job = null;
    storing = true;
    return whole;
  }

  @Override
  public void onError(Throwable failure) {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onError(failure);
      return;
    }
    if (release()) {
      BodyReader.cutOff(stream, failure);
    }
    finish(() -> exchange.lastProblem(Problems.incompleteBody(failure)), async::complete);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onTimeout(event);
    } else if (isStoring()) {
      // It may come to its end yet. The client sends it again, and that is harmless.
      finish(() -> exchange.lastProblem(Problems.storeTimeout()), async::complete);
    } else {
      if (release()) {
        BodyReader.tooSlow(stream, timeout);
      }
      finish(
          () -> exchange.lastProblem(Problems.uploadTimeout()),
          () -> Containers.breakOff(exchange.request(), async));
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    release();
  }

  /** Gives up what has come of the body, and tells whether there was something to give up. */
  private boolean release() {
    Job pending = takeJob();
    if (pending != null) {
      pending.body().discard();
    }
    return pending != null;
  }

  private synchronized @Nullable Job takeJob() {
    Job pending = job;
    job = null;
    return pending;
  }

  private void store(Job whole) {
    Answer answer;
    try {
      whole.taker().take(whole.body().whole());
      answer = exchange::taken;
    } catch (Exception | Error e) {
      Problem problem = Problems.of(e);
      answer = () -> exchange.problem(problem);
    } finally {
      whole.body().discard();
    }
    finish(answer, async::complete);
  }

  /** Goes on reading, so that the answer gets through. */
  private void refuse(Problem problem) throws IOException {
    release();
    LingeringClose lingering;
    synchronized (this) {
      if (answered) {
        return;
      }
      answered = true;
      lingering = LingeringClose.begin(exchange, async, problem);
      refused = lingering;
    }
    lingering.read();
  }

  private synchronized @Nullable LingeringClose refused() {
    return refused;
  }

  private synchronized boolean isStoring() {
    return storing;
  }

  @FunctionalInterface
  private interface Answer {
    void write() throws IOException;
  }

  private synchronized void finish(Answer answer, Runnable ending) {
    if (answered) {
      return;
    }
    answered = true;
    try {
      answer.write();
    } catch (IOException e) {
      LOG.debug("A broadcaster has gone away", e);
    } finally {
      ending.run();
    }
  }
}
