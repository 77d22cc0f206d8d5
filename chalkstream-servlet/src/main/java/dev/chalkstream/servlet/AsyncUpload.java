package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

  /**
   * What holds for an upload.
   *
   * @param stream the stream that it is for
   * @param place its place among what is sent to that
   * @param timeout how long it takes at most
   * @param storeThreads hand it on
   */
  record Terms(
      StreamId stream, UploadOrder.Place place, Duration timeout, StoreThreads storeThreads) {}

  private final Exchange exchange;
  private final AsyncContext async;
  private final ServletInputStream in;
  private final Terms terms;

  /** What is to be done, until it is. */
  private volatile BodyReader.@Nullable Job job;

  private @Nullable LingeringClose refused;
  private boolean storing;
  private boolean answered;

  private AsyncUpload(Exchange exchange, AsyncContext async, BodyReader.Job job, Terms terms)
      throws IOException {
    this.exchange = exchange;
    this.async = async;
    this.in = exchange.request().getInputStream();
    this.job = job;
    this.terms = terms;
  }

  static void begin(Exchange exchange, BodyReader.Job job, Terms terms) throws IOException {
    AsyncContext async = exchange.startAsync(terms.timeout());
    AsyncUpload upload = new AsyncUpload(exchange, async, job, terms);
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
      BodyReader.Job pending = job;
      while (pending != null && in.isReady()) {
        ArrivingBody body = pending.body();
        if (!body.mayRead(terms.place(), this::readOn) || !body.readFrom(in)) {
          return;
        }
      }
    } catch (ProblemException e) {
      refuse(e.problem());
    } catch (Error e) {
      onError(e);
    }
  }

  /** What was left with the client, since there was no room for it here. */
  private void readOn() {
    Containers.readAgain(async, this::read, this::onError);
  }

  @Override
  public void onAllDataRead() {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onAllDataRead();
      return;
    }
    BodyReader.Job whole = beginStoring();
    if (whole == null) {
      return;
    }
    // Not here: whoever has read last may still hold the body, and wait for what the container
    // holds that calls this.
    CompletableFuture.runAsync(() -> queue(whole));
  }

  private void queue(BodyReader.Job whole) {
    try {
      whole.body().complete();
    } catch (ProblemException | RuntimeException | Error e) {
      Problem problem = Problems.of(e);
      discard(whole);
      finish(() -> exchange.problem(problem), async::complete);
      return;
    }
    whole.arrived(terms.place(), () -> itsTurn(whole));
  }

  private void itsTurn(BodyReader.Job whole) {
    terms.storeThreads().execute(() -> store(whole), () -> turnAway(whole));
  }

  private void turnAway(BodyReader.Job whole) {
    discard(whole);
    finish(() -> exchange.problem(Problems.nodeBusy()), async::complete);
  }

  private void discard(BodyReader.Job whole) {
    whole.body().discard();
    terms.place().end();
  }

  /** From now on the job belongs to the thread that stores, even if the client has its answer. */
  private synchronized BodyReader.@Nullable Job beginStoring() {
    BodyReader.Job whole = job;
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
      BodyReader.cutOff(terms.stream(), failure);
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
      terms.place().withdraw();
      finish(() -> exchange.lastProblem(Problems.storeTimeout()), async::complete);
    } else {
      Problem problem = wasHeldBack() ? tooFast() : tooSlow();
      release();
      finish(
          () -> exchange.lastProblem(problem),
          () -> Containers.breakOff(exchange.request(), async));
    }
  }

  private boolean wasHeldBack() {
    BodyReader.Job pending = job;
    return pending != null && pending.body().wasHeldBack();
  }

  private Problem tooFast() {
    BodyReader.tooFast(terms.stream(), terms.timeout());
    return (terms.place().isBehind()
            ? AccessProblems.tooFarAhead()
            : AccessProblems.tooMuchAtOnce())
        .problem();
  }

  private Problem tooSlow() {
    if (job != null) {
      BodyReader.tooSlow(terms.stream(), terms.timeout());
    }
    return Problems.uploadTimeout();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    release();
  }

  /** Gives up what has come of the body, and tells whether there was something to give up. */
  private boolean release() {
    BodyReader.Job pending = takeJob();
    if (pending != null) {
      discard(pending);
    }
    return pending != null;
  }

  private synchronized BodyReader.@Nullable Job takeJob() {
    BodyReader.Job pending = job;
    job = null;
    return pending;
  }

  private void store(BodyReader.Job whole) {
    Answer answer;
    try {
      whole.work().run();
      answer = exchange::taken;
    } catch (Exception | Error e) {
      Problem problem = Problems.of(e);
      answer = () -> exchange.problem(problem);
    } finally {
      discard(whole);
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
