package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import dev.chalkstream.internal.log.FaultLog;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests' bodies to their end, hands them on, and answers. Safe for many threads. */
final class BodyReader {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final FaultLog FAULTS = new FaultLog(LOG);

  /** Takes a whole body; if it returns, the answer is 202, or 204 to a deletion. May block. */
  @FunctionalInterface
  interface Taker {
    void take(ByteBuffer body) throws Exception;
  }

  /**
   * A body that is wanted.
   *
   * @param stream the stream that it is for
   * @param mostBytes how many bytes it has at most
   * @param slot the room that it takes up; closed when it is in memory no more
   * @param taker what is done with it
   */
  record Wanted(StreamId stream, int mostBytes, UploadSlot slot, Taker taker) {}

  private final Duration time;
  private final StoreThreads storeThreads;

  /**
   * Makes a reader.
   *
   * @param time how long an upload takes at most, where the container can tell
   * @param storeThreads run takers, where the container is asynchronous
   */
  BodyReader(Duration time, StoreThreads storeThreads) {
    this.time = time;
    this.storeThreads = storeThreads;
  }

  /**
   * Reads and takes a body without holding a thread of the container's where that can be, and else
   * with the calling thread.
   */
  void read(Exchange exchange, Wanted wanted) throws Exception {
    boolean handedOver = false;
    try {
      long announced = exchange.request().getContentLengthLong();
      BodyBuffer body = new BodyBuffer(announced, wanted.mostBytes(), wanted.slot());
      if (exchange.request().isAsyncSupported()) {
        AsyncUpload.begin(exchange, body, wanted, time, storeThreads);
        handedOver = true;
      } else {
        blocking(exchange, body, wanted);
      }
    } finally {
      if (!handedOver) {
        wanted.slot().close();
      }
    }
  }

  private static void blocking(Exchange exchange, BodyBuffer body, Wanted wanted) throws Exception {
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
      cutOff(wanted.stream(), e);
      if (exchange.response().isCommitted()) {
        // Tomcat has said 400 already, and would say 500 instead if this failed.
        return;
      }
      exchange.closeAfterwards();
      throw new ProblemException(Problems.incompleteBody(e));
    }
    exchange.bodyRead();
    wanted.taker().take(body.whole());
    body.discard();
    exchange.taken();
  }

  /** Logs that an upload has not come to its end, once a minute for each stream. */
  static void cutOff(StreamId stream, Throwable cause) {
    LOG.debug("An upload has ended early", cause);
    FAULTS.event(
        stream,
        "Stream {}: an upload was cut off before its body was whole, by the broadcaster, the"
            + " network or a proxy, and nothing of it is stored: {}",
        stream,
        cause.toString());
  }

  /** Logs that an upload was too slow, once a minute for each stream. */
  static void tooSlow(StreamId stream, Duration limit) {
    FAULTS.event(
        stream,
        "Stream {}: an upload was cut off, since its body had not come within the upload timeout"
            + " of {} s; the broadcaster's network is too slow for its bit rate",
        stream,
        limit.toSeconds());
  }
}
