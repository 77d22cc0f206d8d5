package dev.chalkstream.example.live;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose next request does not have its headers complete within a time limit of
 * its first byte. Jetty's own idle timeout begins anew with each byte, so a client that sends one
 * now and then would keep its connection for ever. A connection on which nothing arrives is left to
 * the idle timeout, and the body of a request to whoever reads it. In HTTP/2, where frames that
 * belong to no request arrive too, a connection without an open request is closed at the limit.
 *
 * <p>It has to be a handler around all others, and a bean of the connector so that it hears of
 * connections. The handshake of TLS is not limited. Safe for use by many threads.
 */
final class RequestHeadLimit extends Handler.Wrapper implements Connection.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHeadLimit.class);
  private static final long CHECK_MILLIS = 1_000;

  private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();
  private final long limitNanos;
  private volatile Scheduler.@Nullable Task next;

  /**
   * Sets the limit.
   *
   * @param limit for how long the headers of a request may be on their way; it is looked after once
   *     a second
   * @param handler what handles the requests
   */
  RequestHeadLimit(Duration limit, Handler handler) {
    super(handler);
    this.limitNanos = limit.toNanos();
  }

  /** What is known of one connection. Its fields but the first belong to the thread that checks. */
  private static final class Watch {

    private final AtomicInteger requests = new AtomicInteger();
    private volatile long bytesAtRest;
    private boolean begun;
    private boolean closing;
    private long begunAt;
  }

  @Override
  public void onOpened(Connection connection) {
    watches.put(connection, new Watch());
  }

  @Override
  public void onClosed(Connection connection) {
    watches.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    Watch watch = watches.get(connection);
    if (watch != null) {
      watch.requests.incrementAndGet();
      Request.addCompletionListener(
          request,
          failure -> {
            watch.bytesAtRest = connection.getBytesIn();
            watch.requests.decrementAndGet();
          });
    }
    return super.handle(request, response, callback);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    schedule();
  }

  @Override
  protected void doStop() throws Exception {
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
    super.doStop();
  }

  private void schedule() {
    next =
        getServer()
            .getScheduler()
            .schedule(
                () -> {
                  check(NanoTime.now());
                  if (isRunning()) {
                    schedule();
                  }
                },
                CHECK_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  /** Closes what is beyond the limit. Called by one thread at a time. */
  void check(long now) {
    watches.forEach((connection, watch) -> check(connection, watch, now));
  }

  private void check(Connection connection, Watch watch, long now) {
    boolean waiting = watch.requests.get() == 0 && connection.getBytesIn() > watch.bytesAtRest;
    if (!waiting) {
      watch.begun = false;
    } else if (!watch.begun) {
      watch.begun = true;
      watch.begunAt = now;
    } else if (NanoTime.elapsed(watch.begunAt, now) >= limitNanos) {
      close(connection, watch);
    }
  }

  private static void close(Connection connection, Watch watch) {
    LOG.debug("Closing {}: the headers of its request are not complete", connection.getEndPoint());
    if (watch.closing) {
      connection.getEndPoint().close();
    } else {
      // Of HTTP/2, this says so first.
      watch.closing = true;
      connection.close();
    }
  }
}
