package dev.chalkstream.servlet;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request's body to its end, hands it on, and answers. */
final class BodyReader {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

  /** Takes a whole body; if it returns, the answer is 202, or 204 to a deletion. May block. */
  @FunctionalInterface
  interface Taker {
    void take(ByteBuffer body) throws Exception;
  }

  /**
   * How much of a body is taken.
   *
   * @param bytes how many bytes it has at most
   * @param time how long the upload takes at most, where the container can tell
   */
  record Limits(int bytes, Duration time) {}

  private BodyReader() {}

  /**
   * Reads without holding a thread where the container can do that, and else with the calling
   * thread. The slot is closed when the body is in memory no more.
   */
  static void read(Exchange exchange, Limits limits, UploadSlot slot, Taker taker)
      throws Exception {
    boolean handedOver = false;
    try {
      long announced = exchange.request().getContentLengthLong();
      BodyBuffer body = new BodyBuffer(announced, limits.bytes(), slot);
      if (exchange.request().isAsyncSupported()) {
        AsyncUpload.begin(exchange, body, limits.time(), taker);
        handedOver = true;
      } else {
        blocking(exchange, body, taker);
      }
    } finally {
      if (!handedOver) {
        slot.close();
      }
    }
  }

  private static void blocking(Exchange exchange, BodyBuffer body, Taker taker) throws Exception {
    ServletInputStream in = exchange.request().getInputStream();
    try {
      boolean more = true;
      while (more) {
        more = body.readFrom(in);
      }
    } catch (ProblemException e) {
      body.discard();
      LingeringClose.blocking(exchange, e.problem());
      return;
    } catch (IOException e) {
      if (exchange.response().isCommitted()) {
        // Tomcat has said 400 already, and would say 500 instead if this failed.
        LOG.debug("An upload has ended early", e);
        return;
      }
      exchange.closeAfterwards();
      throw new ProblemException(Problems.incompleteBody(e));
    }
    exchange.bodyRead();
    taker.take(body.whole());
    body.discard();
    exchange.taken();
  }
}
