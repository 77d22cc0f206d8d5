package dev.chalkstream.servlet;

import dev.chalkstream.internal.log.FaultLog;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way to a viewer. A slow viewer costs a small buffer and, where the container can do
 * that, no thread.
 */
final class Download implements WriteListener, TimeoutListener {

  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);

  /** What even the smallest body may take. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** A viewer who takes fewer is not watching, whatever the bit rate. */
  private static final int LEAST_BYTES_PER_SECOND = 16 << 10;

  private static final String BROKEN_OFF = Download.class.getName() + ".brokenOff";
  private static final int BUFFER_BYTES = 32 << 10;

  private final Exchange exchange;
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Source source;
  private final AtomicBoolean ended = new AtomicBoolean();
  private int filled;
  private boolean begun;

  private Download(Exchange exchange, AsyncContext async, Source source, int filled)
      throws IOException {
    this.exchange = exchange;
    this.async = async;
    this.out = exchange.response().getOutputStream();
    this.source = source;
    this.filled = filled;
  }

  /** A body that is read piece by piece, and that fails if it ends before its announced length. */
  private static final class Source implements Closeable {

    private final InputStream body;
    private final byte[] buffer;
    private long left;

    Source(InputStream body, long length) {
      this.body = body;
      this.buffer = new byte[(int) Math.min(length, BUFFER_BYTES)];
      this.left = length;
    }

    /** Fills the buffer as far as there is something left, and says how far. */
    int fill() throws IOException {
      int wanted = (int) Math.min(left, buffer.length);
      int read = body.readNBytes(buffer, 0, wanted);
      if (read < wanted) {
        throw new EOFException("a body has ended " + (left - read) + " bytes early");
      }
      left -= read;
      return read;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Sends a body, which is closed in any case.
   *
   * @param exchange the request
   * @param body yields exactly the given number of bytes
   * @param length how many bytes there are
   * @param headers says status and headers, once the first bytes have proved the store to work
   * @throws IOException if the first bytes cannot be read, and then nothing was said yet
   */
  static void send(Exchange exchange, InputStream body, long length, Runnable headers)
      throws IOException {
    boolean handedOver = false;
    Source source = new Source(body, length);
    try {
      int filled = source.fill();
      headers.run();
      exchange.response().setContentLengthLong(length);
      boolean fitsContainer = length <= exchange.response().getBufferSize();
      if (fitsContainer || !exchange.request().isAsyncSupported()) {
        blocking(exchange, source, filled);
        return;
      }
      begin(exchange, source, filled, timeLimit(length));
      handedOver = true;
    } finally {
      if (!handedOver) {
        source.close();
      }
    }
  }

  /** How long a body may take: a large one longer, and none for ever. */
  static Duration timeLimit(long length) {
    return GRACE.plusSeconds(length / LEAST_BYTES_PER_SECOND);
  }

  private static void begin(Exchange exchange, Source source, int filled, Duration limit)
      throws IOException {
    AsyncContext async = exchange.startAsync(limit);
    Download download = new Download(exchange, async, source, filled);
    async.addListener(download);
    download.out.setWriteListener(download);
  }

  private static void blocking(Exchange exchange, Source source, int first) throws IOException {
    ServletOutputStream out = exchange.response().getOutputStream();
    int filled = first;
    while (filled > 0) {
      write(out, source.buffer, filled);
      if (source.left > 0) {
        // From here on a failure breaks the answer off and cannot become another answer.
        exchange.flush();
      }
      try {
        filled = source.fill();
      } catch (IOException | RuntimeException e) {
        logFailure(e);
        Containers.breakOffAnswer(exchange, e);
        return;
      }
    }
  }

  private static void write(ServletOutputStream out, byte[] bytes, int length) throws IOException {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  /** Leaves at once: containers may call this on a thread that serves many connections. */
  @Override
  public void onWritePossible() {
    async.start(this::pump);
  }

  /** Copies for as long as the network takes it; then the container calls again. */
  private void pump() {
    try {
      while (out.isReady()) {
        // The container may use the buffer until it is ready again, so it is filled only now.
        if (begun) {
          filled = fill();
        }
        begun = true;
        if (filled <= 0) {
          end();
          return;
        }
        out.write(source.buffer, 0, filled);
      }
    } catch (IOException | RuntimeException e) {
      onError(e);
    }
  }

  private int fill() throws IOException {
    try {
      return source.fill();
    } catch (IOException | RuntimeException e) {
      logFailure(e);
      breakOff(e);
      return 0;
    }
  }

  private static void logFailure(Exception failure) {
    FAULTS.fault(
        failure,
        "The store has failed in the middle of a body; the answer is broken off: {}",
        failure.toString());
  }

  /**
   * Closes the connection, or the viewer would wait for the rest. Some containers do so only if the
   * servlet fails; for these the request comes back to it.
   */
  private void breakOff(Exception failure) throws IOException {
    if (!Containers.breaksOffByException(exchange.request())) {
      // What was written goes out, so that the container sees an answer that was begun.
      out.flush();
      end();
    } else if (ended.compareAndSet(false, true)) {
      closeQuietly(source);
      async.getRequest().setAttribute(BROKEN_OFF, failure);
      async.dispatch();
    }
  }

  /** Fails if this is what has become of the request. */
  static void failIfBrokenOff(HttpServletRequest request) throws IOException {
    if (request.getAttribute(BROKEN_OFF) instanceof Exception failure) {
      throw Containers.brokenOff(failure);
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("A body was not sent to its end", failure);
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  /**
   * Tomcat tells of a viewer who has left after the failed write has ended the request, and looks
   * for an error page unless the request is ended once more.
   */
  @Override
  public void onError(AsyncEvent event) {
    end();
    Containers.endAgain(exchange.request(), async);
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      closeQuietly(source);
      async.complete();
    }
  }

  private static void closeQuietly(Closeable source) {
    try {
      source.close();
    } catch (IOException e) {
      LOG.debug("A body that was read could not be closed", e);
    }
  }
}
