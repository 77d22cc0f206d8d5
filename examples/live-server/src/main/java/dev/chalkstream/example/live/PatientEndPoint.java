package dev.chalkstream.example.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection whose client may send one upload after the other and read no answer, and may close
 * when it has sent the last, as ffmpeg does with {@code -http_persistent 1}. What such a client has
 * sent and its network stack has not yet delivered is lost as soon as an answer reaches it that it
 * does not read: closing a socket with unread bytes resets the connection. So while more of such a
 * client's requests have arrived already, the answers to its uploads wait for a moment, and where
 * they cannot be delivered any more, the rest is read all the same.
 *
 * <p>A client that waits for each answer gets it at once. Safe for use by many threads.
 */
final class PatientEndPoint extends SocketChannelEndPoint {

  private static final Logger LOG = LoggerFactory.getLogger(PatientEndPoint.class);

  /** An answer to an upload is smaller. */
  private static final int MOST_OF_AN_ANSWER = 4 << 10;

  /** So many different answers are held back at most; those of one second are mostly the same. */
  private static final int MOST_HELD = 128;

  /** For so long nothing more has arrived when answers are sent after all. */
  private static final long QUIET_MILLIS = 200;

  private final SocketChannel channel;
  private final Scheduler scheduler;
  private final Deque<Held> held = new ArrayDeque<>();
  private boolean uploading;
  private boolean pipelining;
  private boolean unheard;
  private boolean scheduled;

  PatientEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
    this.channel = channel;
    this.scheduler = scheduler;
  }

  /** Answers that are the same, one after the other. */
  private static final class Held {

    private final ByteBuffer answer;
    private int times = 1;

    Held(ByteBuffer answer) {
      this.answer = answer;
    }
  }

  /** Makes its connections of this kind. */
  static final class Connector extends ServerConnector {

    Connector(Server server, ConnectionFactory... factories) {
      super(server, factories);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      PatientEndPoint connection = new PatientEndPoint(channel, selector, key, getScheduler());
      connection.setIdleTimeout(getIdleTimeout());
      return connection;
    }
  }

  /** Tells connections which of their requests are uploads. */
  static final class Uploads extends Handler.Wrapper {

    Uploads(Handler handler) {
      super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (request.getConnectionMetaData().getConnection().getEndPoint()
          instanceof PatientEndPoint connection) {
        String method = request.getMethod();
        boolean one =
            request.getConnectionMetaData().getHttpVersion().getVersion() < 20
                && (method.equals("PUT") || method.equals("POST") || method.equals("DELETE"));
        connection.setUploading(one);
      }
      return super.handle(request, response, callback);
    }
  }

  private synchronized void setUploading(boolean now) {
    uploading = now;
  }

  @Override
  public synchronized boolean flush(ByteBuffer... buffers) throws IOException {
    long bytes = 0;
    for (ByteBuffer buffer : buffers) {
      bytes += buffer.remaining();
    }
    if (!uploading || bytes > MOST_OF_AN_ANSWER) {
      return sendHeld() && super.flush(buffers);
    }
    pipelining |= hasMoreArrived();
    if (pipelining && held.size() < MOST_HELD) {
      hold((int) bytes, buffers);
      schedule();
      return true;
    }
    return sendHeld() && sendAnswer(buffers);
  }

  /** A client that is gone is no reason not to read what it has sent. */
  private boolean sendAnswer(ByteBuffer... buffers) {
    if (unheard) {
      discard(buffers);
      return true;
    }
    try {
      return super.flush(buffers);
    } catch (IOException e) {
      LOG.debug("A broadcaster has gone without reading its answers", e);
      unheard = true;
      discard(buffers);
      return true;
    }
  }

  private boolean hasMoreArrived() {
    try {
      return channel.socket().getInputStream().available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void hold(int bytes, ByteBuffer... buffers) {
    ByteBuffer answer = ByteBuffer.allocate(bytes);
    for (ByteBuffer buffer : buffers) {
      answer.put(buffer);
    }
    answer.flip();
    Held last = held.peekLast();
    if (last != null && last.answer.equals(answer)) {
      last.times++;
    } else {
      held.addLast(new Held(answer));
    }
  }

  private static void discard(ByteBuffer... buffers) {
    for (ByteBuffer buffer : buffers) {
      buffer.position(buffer.limit());
    }
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      scheduler.schedule(this::sendIfQuiet, QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void sendIfQuiet() {
    scheduled = false;
    if (hasMoreArrived() || !sendHeld()) {
      schedule();
    } else {
      pipelining = false;
    }
  }

  /** Sends what is held back; returns whether all of it is sent. */
  private boolean sendHeld() {
    while (!held.isEmpty()) {
      Held next = held.getFirst();
      if (!sendAnswer(next.answer)) {
        return false;
      }
      next.answer.rewind();
      next.times--;
      if (next.times == 0) {
        held.removeFirst();
      }
    }
    return true;
  }

  @Override
  protected synchronized void doShutdownOutput() {
    sendHeld();
    super.doShutdownOutput();
  }

  @Override
  public synchronized void doClose() {
    sendHeld();
    held.clear();
    super.doClose();
  }
}
