package dev.chalkstream.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on and throws away, up to a limit, after a request was refused in the middle of its body.
 * Closing the connection at once would make the network stack of many clients drop the answer that
 * lies there already (RFC 9112, section 9.6).
 */
final class LingeringClose implements ReadListener {

  private static final Logger LOG = LoggerFactory.getLogger(LingeringClose.class);

  /** More than any segment: who sends still more is not waiting for an answer. */
  private static final long MAX_BYTES = 64L << 20;

  private static final int SCRATCH_BYTES = 16 << 10;

  private final AsyncContext async;
  private final ServletInputStream in;
  private final byte[] scratch = new byte[SCRATCH_BYTES];
  private long left = MAX_BYTES;

  LingeringClose(AsyncContext async, ServletInputStream in) {
    this.async = async;
    this.in = in;
  }

  /** The same with the calling thread, where the container has no asynchronous requests. */
  static void blocking(ServletInputStream in) {
    byte[] scratch = new byte[SCRATCH_BYTES];
    long left = MAX_BYTES;
    try {
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = in.read(scratch);
      }
    } catch (IOException | RuntimeException e) {
      // A container need not let a body be read once its answer is out. The answer is what counts.
      LOG.debug("A refused body has ended early", e);
    }
  }

  @Override
  public void onDataAvailable() {
    try {
      while (in.isReady()) {
        int read = in.read(scratch);
        if (read < 0) {
          return;
        }
        left -= read;
        if (left <= 0) {
          async.complete();
          return;
        }
      }
    } catch (IOException e) {
      // Tomcat lets nobody read once the answer is out, and reads on by itself.
      onError(e);
    }
  }

  @Override
  public void onAllDataRead() {
    async.complete();
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("A refused body has ended early", failure);
    async.complete();
  }
}
