package dev.chalkstream.servlet;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Reads a request's body to its end, hands it on, and answers. */
final class BodyReader {

  /** Takes a whole body; if it returns, the answer is 202. May block. */
  @FunctionalInterface
  interface Taker {
    void take(ByteBuffer body) throws Exception;
  }

  private BodyReader() {}

  /**
   * Reads without holding a thread where the container can do that, and else with the calling
   * thread.
   */
  static void read(Exchange exchange, int maxBytes, Duration timeout, Taker taker)
      throws Exception {
    BodyBuffer body = new BodyBuffer(exchange.request().getContentLengthLong(), maxBytes);
    if (exchange.request().isAsyncSupported()) {
      AsyncUpload.begin(exchange, body, timeout, taker);
    } else {
      blocking(exchange, body, taker);
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
      exchange.closeAfterwards();
      exchange.problem(e.problem());
      exchange.flush();
      LingeringClose.blocking(in);
      return;
    } catch (IOException e) {
      exchange.closeAfterwards();
      throw new ProblemException(Problems.incompleteBody(e));
    }
    taker.take(body.toByteBuffer());
    exchange.accepted();
  }
}
