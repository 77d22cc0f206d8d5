package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a body to its end, keeps nothing of it, and answers as if it had been taken. It holds
 * neither memory nor, where the container can do that, a thread.
 */
final class UnstoredBody implements ReadListener, TimeoutListener {

  private static final Logger LOG = LoggerFactory.getLogger(UnstoredBody.class);

  /** Encoders open a file of subtitles when its segment begins, and close it at the end. */
  private static final Duration LIMIT = Duration.ofSeconds(310);

  /** What is too long is read on so far, so that its sender gets to know. */
  private static final long MOST_READ = 64L << 20;

  private static final int SCRATCH_BYTES = 16 << 10;

  private final Exchange exchange;
  private final AsyncContext async;
  private final ServletInputStream in;
  private final int most;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private long count;

  private UnstoredBody(Exchange exchange, AsyncContext async, int most) throws IOException {
    this.exchange = exchange;
    this.async = async;
    this.in = exchange.request().getInputStream();
    this.most = most;
  }

  /**
   * Reads a body and answers.
   *
   * @param most how many bytes it has at most
   */
  static void read(Exchange exchange, int most) throws IOException, ProblemException {
    if (exchange.request().getContentLengthLong() > most) {
      throw Problems.tooLarge(most);
    }
    if (!exchange.request().isAsyncSupported()) {
      blocking(exchange, most);
      return;
    }
    UnstoredBody body = new UnstoredBody(exchange, exchange.startAsync(LIMIT), most);
    body.async.addListener(body);
    body.in.setReadListener(body);
  }

  private static void blocking(Exchange exchange, int most) throws IOException, ProblemException {
    ServletInputStream in = exchange.request().getInputStream();
    byte[] scratch = new byte[SCRATCH_BYTES];
    long count = 0;
    try {
      for (int read = in.read(scratch); read >= 0; read = in.read(scratch)) {
        count += read;
        if (count > most) {
          throw Problems.tooLarge(most);
        }
      }
    } catch (IOException e) {
      LOG.debug("What is not stored has ended early", e);
      if (exchange.response().isCommitted()) {
        return;
      }
      exchange.closeAfterwards();
      throw new ProblemException(Problems.incompleteBody(e));
    }
    exchange.bodyRead();
    exchange.taken();
  }

  @Override
  public void onDataAvailable() throws IOException {
    Containers.read(exchange.request(), async, this::read, this::onError);
  }

  private void read() throws IOException {
    while (count <= MOST_READ && in.isReady()) {
      int read = in.read(scratch);
      if (read < 0) {
        return;
      }
      count += read;
    }
    if (count > MOST_READ) {
      exchange.closeAfterwards();
      end(this::answer);
    }
  }

  @Override
  public void onAllDataRead() {
    end(this::answer);
  }

  private void answer() throws IOException {
    if (count > most) {
      exchange.problem(Problems.tooLarge(most).problem());
    } else {
      exchange.taken();
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("What is not stored has ended early", failure);
    end(() -> exchange.lastProblem(Problems.incompleteBody(failure)));
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    if (ended.compareAndSet(false, true)) {
      write(() -> exchange.lastProblem(Problems.uploadTimeout()));
      Containers.breakOff(exchange.request(), async);
    }
  }

  @FunctionalInterface
  private interface Answer {
    void write() throws IOException;
  }

  private void end(Answer answer) {
    if (ended.compareAndSet(false, true)) {
      write(answer);
      async.complete();
    }
  }

  private static void write(Answer answer) {
    try {
      answer.write();
    } catch (IOException e) {
      LOG.debug("A broadcaster has gone away", e);
    }
  }
}
