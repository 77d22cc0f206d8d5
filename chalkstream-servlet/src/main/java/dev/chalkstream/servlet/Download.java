package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Closeable;
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
final class Download implements WriteListener {

  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  /** What even the smallest body may take. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** A viewer who takes fewer is not watching, whatever the bit rate. */
  private static final int LEAST_BYTES_PER_SECOND = 16 << 10;

  private static final String BROKEN_OFF = Download.class.getName() + ".brokenOff";
  private static final int BUFFER_BYTES = 32 << 10;

  private final AsyncContext async;
  private final ServletOutputStream out;
  private final InputStream body;
  private final byte[] buffer;
  private final AtomicBoolean ended = new AtomicBoolean();
  private int filled;
  private boolean begun;

  private Download(
      AsyncContext async, ServletOutputStream out, InputStream body, byte[] buffer, int filled) {
    this.async = async;
    this.out = out;
    this.body = body;
    this.buffer = buffer;
    this.filled = filled;
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
    try {
      byte[] buffer = new byte[(int) Math.min(length, BUFFER_BYTES)];
      int filled = body.readNBytes(buffer, 0, buffer.length);
      headers.run();
      exchange.response().setContentLengthLong(length);
      boolean fitsContainer = length <= exchange.response().getBufferSize();
      if (fitsContainer || !exchange.request().isAsyncSupported()) {
        blocking(exchange.response().getOutputStream(), body, buffer, filled);
        return;
      }
      begin(exchange, body, buffer, filled, timeLimit(length));
      handedOver = true;
    } finally {
      if (!handedOver) {
        body.close();
      }
    }
  }

  /** How long a body may take: a large one longer, and none for ever. */
  static Duration timeLimit(long length) {
    return GRACE.plusSeconds(length / LEAST_BYTES_PER_SECOND);
  }

  private static void begin(
      Exchange exchange, InputStream body, byte[] buffer, int filled, Duration limit)
      throws IOException {
    AsyncContext async = exchange.startAsync(limit);
    ServletOutputStream out = exchange.response().getOutputStream();
    Download download = new Download(async, out, body, buffer, filled);
    async.addListener((TimeoutListener) event -> download.end());
    out.setWriteListener(download);
  }

  private static void blocking(ServletOutputStream out, InputStream body, byte[] buffer, int first)
      throws IOException {
    for (int filled = first; filled > 0; filled = body.read(buffer)) {
      try {
        out.write(buffer, 0, filled);
      } catch (IOException e) {
        throw new ClientGoneException(e);
      }
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
        out.write(buffer, 0, filled);
      }
    } catch (IOException | RuntimeException e) {
      onError(e);
    }
  }

  private int fill() {
    try {
      return body.read(buffer);
    } catch (IOException | RuntimeException e) {
      LOG.warn("The store has failed in the middle of a body; the answer is broken off", e);
      breakOff(e);
      return -1;
    }
  }

  /**
   * Comes back to the servlet, so that it fails: that makes every container close the connection.
   * After a mere end, a viewer of Tomcat would wait for the rest.
   */
  private void breakOff(Exception failure) {
    if (ended.compareAndSet(false, true)) {
      closeQuietly(body);
      async.getRequest().setAttribute(BROKEN_OFF, failure);
      async.dispatch();
    }
  }

  /** Fails if this is what has become of the request. */
  static void failIfBrokenOff(HttpServletRequest request) throws IOException {
    if (request.getAttribute(BROKEN_OFF) instanceof Exception failure) {
      throw new IOException("the answer has begun and cannot be ended", failure);
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("A body was not sent to its end", failure);
    end();
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      closeQuietly(body);
      async.complete();
    }
  }

  private static void closeQuietly(Closeable body) {
    try {
      body.close();
    } catch (IOException e) {
      LOG.debug("A body that was read could not be closed", e);
    }
  }
}
