package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on and throws away, up to a limit, after a request was refused in the middle of its body.
 * Closing the connection at once would make the network stack of many clients drop the answer that
 * lies there already (RFC 9112, section 9.6), and an encoder that does not look at answers end with
 * a broken pipe. So the connection is left to the next request where the rest is within the limit,
 * and else is closed.
 *
 * <p>The answer comes first, where the container lets a body be read behind it, and else last.
 */
final class LingeringClose implements ReadListener, TimeoutListener {

  private static final Logger LOG = LoggerFactory.getLogger(LingeringClose.class);

  /** More than any segment: who sends still more is not waiting for an answer. */
  private static final long MAX_BYTES = 64L << 20;

  private static final int SCRATCH_BYTES = 16 << 10;

  private final Exchange exchange;
  private final AsyncContext async;
  private final ServletInputStream in;
  private final Problem problem;
  private final boolean answerLast;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private long left = MAX_BYTES;

  private LingeringClose(Exchange exchange, AsyncContext async, Problem problem)
      throws IOException {
    this.exchange = exchange;
    this.async = async;
    this.in = exchange.request().getInputStream();
    this.problem = problem;
    this.answerLast = Containers.answersBehindBody(exchange.request());
  }

  /** Refuses; what is returned has to hear of the rest of the body and of the time limit. */
  static LingeringClose begin(Exchange exchange, AsyncContext async, Problem problem)
      throws IOException {
    closeBehindTooMuch(exchange);
    LingeringClose lingering = new LingeringClose(exchange, async, problem);
    if (!lingering.answerLast) {
      exchange.problem(problem);
      exchange.flush();
    }
    return lingering;
  }

  /** The same with the calling thread, where the container has no asynchronous requests. */
  static void blocking(Exchange exchange, Problem problem) throws IOException {
    closeBehindTooMuch(exchange);
    exchange.problem(problem);
    exchange.flush();
    ServletInputStream in = exchange.request().getInputStream();
    byte[] scratch = new byte[SCRATCH_BYTES];
    long left = MAX_BYTES;
    try {
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = in.read(scratch);
      }
    } catch (IOException | RuntimeException e) {
      // Tomcat 11 lets nobody read once the answer is out, and reads on by itself.
      LOG.debug("A refused body has ended early", e);
    }
  }

  /** Of a body that is not announced, the limit tells when it is met. */
  private static void closeBehindTooMuch(Exchange exchange) {
    if (exchange.request().getContentLengthLong() > MAX_BYTES) {
      exchange.closeAfterwards();
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    Containers.read(exchange.request(), async, this::read, this::onError);
  }

  /** Reads what has come, on a thread that may. */
  void read() throws IOException {
    while (left > 0 && in.isReady()) {
      int read = in.read(scratch);
      if (read < 0) {
        return;
      }
      left -= read;
    }
    if (left <= 0 && answerLast) {
      endBeforeTheBody();
    }
    // Who has the answer and sends without end is left to the time limit.
  }

  @Override
  public void onAllDataRead() {
    end();
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("A refused body has ended early", failure);
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    if (answerLast) {
      endBeforeTheBody();
    } else if (ended.compareAndSet(false, true)) {
      Containers.breakOff(exchange.request(), async);
    }
  }

  private void endBeforeTheBody() {
    exchange.closeAfterwards();
    end();
  }

  /** Once only, as a container may tell of one end in more than one way. */
  private void end() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      if (answerLast) {
        exchange.problem(problem);
      }
    } catch (IOException e) {
      LOG.debug("A client that was refused has gone away", e);
    } finally {
      async.complete();
    }
  }
}
