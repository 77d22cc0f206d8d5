package dev.chalkstream.servlet;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.StreamId;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that brings a track, for as long as bytes come: it is read in batches, each of which is
 * taken before the next is read, on a thread that may wait for the store. No thread is held while
 * nothing comes. The time limit counts from the last byte.
 */
final class TrackUpload implements ReadListener, TimeoutListener {

  private static final Logger LOG = LoggerFactory.getLogger(TrackUpload.class);

  /** After a fault of the store, the same is tried again so soon. */
  private static final long RETRY_MILLIS = 500;

  /**
   * What holds for an upload.
   *
   * @param stream the stream that it is for
   * @param timeout for how long it may stand still, and the store be at fault
   * @param storeThreads hand it on
   * @param gate hears of the end of the track
   */
  record Terms(StreamId stream, Duration timeout, StoreThreads storeThreads, IngestGate gate) {}

  /** Who has the body. */
  private enum State {
    /** The container, until there is something to read. */
    WAITING,
    /** The thread that reads, or takes what has been read. */
    AT_WORK,
    /** Nobody any more: it is answered, or refused. */
    ENDED
  }

  private final Exchange exchange;
  private final TrackBody body;
  private final TrackTurns.Turn turn;
  private final Terms terms;
  private @Nullable AsyncContext async;
  private @Nullable ServletInputStream in;
  private @Nullable LingeringClose refused;
  private State state = State.WAITING;

  /** What the container has said while somebody was at work. */
  private boolean readable;

  private boolean allRead;
  private volatile long gotOnAt = System.nanoTime();
  private volatile long faultySince;
  private volatile boolean faulty;

  TrackUpload(Exchange exchange, TrackBody body, TrackTurns.Turn turn, Terms terms) {
    this.exchange = exchange;
    this.body = body;
    this.turn = turn;
    this.terms = terms;
  }

  void begin() throws IOException {
    AsyncContext context = exchange.startAsync(Duration.ZERO);
    context.addListener(this);
    async = context;
    ServletInputStream stream = exchange.request().getInputStream();
    in = stream;
    watch(terms.timeout().toNanos());
    stream.setReadListener(this);
  }

  private AsyncContext async() {
    if (async == null) {
      throw new IllegalStateException("not begun");
    }
    return async;
  }

  @Override
  public void onDataAvailable() throws IOException {
    Containers.read(exchange.request(), async(), this::read, this::onError);
  }

  private void read() throws IOException {
    LingeringClose lingering;
    synchronized (this) {
      lingering = refused;
      readable = true;
      if (lingering == null && !take()) {
        return;
      }
    }
    if (lingering == null) {
      readBatch();
    } else {
      lingering.read();
    }
  }

  /** Begins to work, unless somebody does or it is over. Called under the monitor. */
  private boolean take() {
    boolean free = state == State.WAITING;
    if (free) {
      state = State.AT_WORK;
      readable = false;
    }
    return free;
  }

  private void readBatch() {
    ServletInputStream stream = in;
    try {
      if (stream == null || !body.takeRoom(() -> again(this::readBatch))) {
        return;
      }
      boolean more = true;
      while (more && !body.isFull() && stream.isReady()) {
        more = body.read(stream) >= 0;
        gotOnAt = System.nanoTime();
      }
      if (body.isFull()) {
        noteReadable();
      }
      hand();
    } catch (ProblemException e) {
      noteReadable();
      refuse(e.problem());
    } catch (IOException | RuntimeException | Error e) {
      onError(e);
    }
  }

  private synchronized void noteReadable() {
    readable = true;
  }

  private void again(Containers.Reading reading) {
    Containers.readAgain(async(), reading, this::onError);
  }

  /** Hands on what has been read, if there is anything, or waits for more. */
  private void hand() {
    boolean whole;
    synchronized (this) {
      whole = allRead;
      if (state == State.ENDED) {
        return;
      }
      if (!whole && body.isEmpty()) {
        state = State.WAITING;
        if (readable && take()) {
          again(this::readBatch);
        }
        return;
      }
    }
    handInTurn(whole);
  }

  private void handInTurn(boolean whole) {
    if (turn.mayTake(() -> handInTurn(whole))) {
      terms.storeThreads().execute(() -> store(whole), this::turnAway);
    }
  }

  private void turnAway() {
    turn.taken();
    refuse(Problems.nodeBusy());
  }

  private void store(boolean whole) {
    Problem problem = null;
    try {
      if (isEnded()) {
        return;
      }
      body.feed();
      if (whole) {
        body.end();
      }
      faulty = false;
    } catch (SegmentRejectedException e) {
      problem = Problems.of(e);
    } catch (IOException e) {
      if (mayTryAgain()) {
        turn.taken();
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
            .execute(() -> handInTurn(whole));
        return;
      }
      problem = Problems.of(e);
    } catch (Exception | Error e) {
      problem = Problems.of(e);
    } finally {
      turn.taken();
      // The encoder may be slow because the store was.
      gotOnAt = System.nanoTime();
    }
    went(whole, problem);
  }

  private void went(boolean whole, @Nullable Problem problem) {
    if (body.isOver()) {
      terms.gate().completed(terms.stream());
    }
    if (problem != null) {
      refuse(problem);
    } else if (whole) {
      finish(exchange::taken);
    } else {
      hand();
    }
  }

  private boolean mayTryAgain() {
    long now = System.nanoTime();
    if (!faulty) {
      faulty = true;
      faultySince = now;
    }
    return now - faultySince < terms.timeout().toNanos() && !isEnded();
  }

  @Override
  public void onAllDataRead() {
    LingeringClose lingering;
    boolean idle;
    synchronized (this) {
      lingering = refused;
      allRead = true;
      idle = lingering == null && take();
    }
    if (lingering != null) {
      lingering.onAllDataRead();
    } else if (idle) {
      hand();
    }
  }

  @Override
  public void onError(Throwable failure) {
    LingeringClose lingering = refused();
    if (lingering != null) {
      lingering.onError(failure);
      return;
    }
    if (!isEnded()) {
      LOG.debug("The body of a track has ended early", failure);
    }
    finish(() -> exchange.lastProblem(Problems.incompleteBody(failure)));
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // It has none: the time limit counts from the last byte.
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  /** Looks again when the body may have stood still for too long. */
  private void watch(long nanos) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::look);
  }

  private void look() {
    long left = terms.timeout().toNanos() - (System.nanoTime() - gotOnAt);
    boolean waits;
    LingeringClose lingering;
    synchronized (this) {
      waits = state == State.WAITING;
      lingering = refused;
      if (state == State.ENDED && lingering == null) {
        return;
      }
    }
    if (left > 0 || !waits && lingering == null) {
      watch(Math.max(left, TimeUnit.SECONDS.toNanos(1)));
    } else if (lingering != null) {
      lingering.onError(new IOException("the rest of a refused body does not come"));
    } else {
      BodyReader.standsStill(terms.stream(), terms.timeout());
      finish(() -> exchange.lastProblem(Problems.uploadTimeout()));
    }
  }

  private synchronized @Nullable LingeringClose refused() {
    return refused;
  }

  private synchronized boolean isEnded() {
    return state == State.ENDED;
  }

  /** Ends it; tells whether that is news. */
  private boolean end() {
    synchronized (this) {
      if (state == State.ENDED) {
        return false;
      }
      state = State.ENDED;
    }
    turn.end();
    body.close();
    return true;
  }

  /** Goes on reading, so that the answer gets through. */
  private void refuse(Problem problem) {
    boolean mayRead;
    synchronized (this) {
      mayRead = readable || allRead;
    }
    if (!end()) {
      return;
    }
    try {
      LingeringClose lingering = LingeringClose.begin(exchange, async(), problem);
      synchronized (this) {
        refused = lingering;
        mayRead |= readable;
      }
      if (isWholeBody()) {
        lingering.onAllDataRead();
      } else if (mayRead) {
        again(lingering::read);
      }
    } catch (IOException e) {
      LOG.debug("A broadcaster has gone away", e);
      async().complete();
    }
  }

  private synchronized boolean isWholeBody() {
    return allRead;
  }

  @FunctionalInterface
  private interface Answer {
    void write() throws IOException;
  }

  private void finish(Answer answer) {
    if (!end()) {
      return;
    }
    try {
      answer.write();
    } catch (IOException e) {
      LOG.debug("A broadcaster has gone away", e);
    } finally {
      async().complete();
    }
  }
}
