package dev.chalkstream.servlet;

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
 * An upload that holds no thread while its body is on the way. The body is stored by a thread of
 * the container's pool and not in the listener, since containers may call listeners on a thread
 * that must not block.
 *
 * <p>Whoever answers first, the one who stores or the time limit, has answered: the lock is held
 * until the request is complete, so that neither meets the other's half-done answer.
 */
final class AsyncUpload implements ReadListener, TimeoutListener {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncUpload.class);

  private final Exchange exchange;
  private final AsyncContext async;
  private final ServletInputStream in;
  private final BodyBuffer body;
  private final BodyReader.Taker taker;
  private @Nullable LingeringClose refused;
  private volatile boolean storing;
  private boolean answered;

  private AsyncUpload(
      Exchange exchange, AsyncContext async, BodyBuffer body, BodyReader.Taker taker)
      throws IOException {
    this.exchange = exchange;
    this.async = async;
    this.in = exchange.request().getInputStream();
    this.body = body;
    this.taker = taker;
  }

  static void begin(Exchange exchange, BodyBuffer body, Duration timeout, BodyReader.Taker taker)
      throws IOException {
    AsyncContext async = exchange.startAsync(timeout);
    AsyncUpload upload = new AsyncUpload(exchange, async, body, taker);
    async.addListener(upload);
    upload.in.setReadListener(upload);
  }

  @Override
  public void onDataAvailable() throws IOException {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onDataAvailable();
      return;
    }
    try {
      while (in.isReady()) {
        if (!body.readFrom(in)) {
          return;
        }
      }
    } catch (ProblemException e) {
      refuse(e.problem());
    }
  }

  @Override
  public void onAllDataRead() {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onAllDataRead();
      return;
    }
    storing = true;
    try {
      async.start(this::store);
    } catch (RuntimeException e) {
      LOG.debug("The container has no thread for an upload", e);
      body.discard();
      finish(() -> exchange.problem(Problems.busy()), async::complete);
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("An upload has ended early", failure);
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onError(failure);
      return;
    }
    release();
    finish(() -> exchange.lastProblem(Problems.incompleteBody(failure)), async::complete);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onTimeout(event);
    } else if (storing) {
      // It may come to its end yet. The client sends it again, and that is harmless.
      finish(() -> exchange.lastProblem(Problems.storeTimeout()), async::complete);
    } else {
      release();
      finish(
          () -> exchange.lastProblem(Problems.uploadTimeout()),
          () -> Containers.breakOff(exchange.request(), async));
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    release();
  }

  /** What is being stored is held until then, even if the client has its answer. */
  private void release() {
    if (!storing) {
      body.discard();
    }
  }

  private void store() {
    Answer answer;
    try {
      taker.take(body.whole());
      answer = exchange::taken;
    } catch (Exception e) {
      Problem problem = Problems.of(e);
      answer = () -> exchange.problem(problem);
    } finally {
      body.discard();
    }
    finish(answer, async::complete);
  }

  /** Goes on reading, so that the answer gets through. */
  private void refuse(Problem problem) throws IOException {
    body.discard();
    synchronized (this) {
      if (answered) {
        return;
      }
      answered = true;
      refused = LingeringClose.begin(exchange, async, problem);
    }
    refused.onDataAvailable();
  }

  private synchronized @Nullable LingeringClose refused() {
    return refused;
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
