package dev.chalkstream.example.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection whose short answers wait while further requests arrive.
 *
 * <p>ffmpeg with {@code -http_persistent 1} waits for no answer and closes the connection when it
 * has written its last request. An answer that then reaches its machine makes that machine drop
 * what it has not delivered yet, which can be megabytes. So, where a client of HTTP/1.1 has sent
 * its next request before the answer to the one before, short answers are held until nothing has
 * arrived for a moment. An answer that is long, an upload that is refused before its end, and the
 * end of the connection send them at once.
 */
final class AnswersInTurn extends SocketChannelEndPoint {

  private static final int SHORT = 2 << 10;

  /** The answers to what a kernel or two may have of small segments. */
  private static final int MAX_HELD = 256 << 10;

  private static final int MAX_HELD_BY_ALL = 4 << 20;
  private static final long QUIET_MILLIS = 100;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final AtomicInteger heldByAll;
  private volatile long lastArrival = System.nanoTime();
  private ByteBuffer held = NOTHING;
  private boolean pipelines;
  private boolean scheduled;

  /**
   * Makes it as Jetty does.
   *
   * @param heldByAll how many bytes of answers all connections hold
   */
  AnswersInTurn(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      AtomicInteger heldByAll) {
    super(channel, selector, key, scheduler);
    this.heldByAll = heldByAll;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = super.fill(buffer);
    if (filled > 0) {
      lastArrival = System.nanoTime();
    } else if (filled < 0) {
      sendHeld();
    }
    return filled;
  }

  @Override
  public synchronized boolean flush(ByteBuffer... buffers) throws IOException {
    if (mayWait(buffers)) {
      hold(buffers);
      return true;
    }
    if (!held.hasRemaining()) {
      return super.flush(buffers);
    }
    ByteBuffer[] all = new ByteBuffer[buffers.length + 1];
    all[0] = held;
    System.arraycopy(buffers, 0, all, 1, buffers.length);
    int before = held.remaining();
    boolean flushed = super.flush(all);
    heldByAll.addAndGet(held.remaining() - before);
    return flushed;
  }

  private boolean mayWait(ByteBuffer... buffers) {
    long length = length(buffers);
    if (length == 0
        || length > SHORT
        || held.remaining() + length > MAX_HELD
        || heldByAll.get() + length > MAX_HELD_BY_ALL
        || isFillInterested()
        || !(getConnection() instanceof ConnectionMetaData)) {
      return false;
    }
    pipelines = pipelines || moreWaits();
    return pipelines;
  }

  /** Whether more has arrived than has been read. */
  private boolean moreWaits() {
    try {
      return getChannel().socket().getInputStream().available() > 0;
    } catch (IOException closed) {
      return false;
    }
  }

  private void hold(ByteBuffer... buffers) {
    int more = (int) length(buffers);
    ByteBuffer all = ByteBuffer.allocate(held.remaining() + more).put(held);
    heldByAll.addAndGet(more);
    for (ByteBuffer buffer : buffers) {
      all.put(buffer);
    }
    held = all.flip();
    sendWhenQuiet();
  }

  private void sendWhenQuiet() {
    if (!scheduled) {
      scheduled = true;
      getScheduler().schedule(this::sendIfQuiet, QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void sendIfQuiet() {
    scheduled = false;
    long quiet = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastArrival);
    if (quiet >= QUIET_MILLIS && !moreWaits()) {
      sendHeld();
    }
    if (held.hasRemaining()) {
      sendWhenQuiet();
    }
  }

  private static long length(ByteBuffer... buffers) {
    return Arrays.stream(buffers).mapToLong(ByteBuffer::remaining).sum();
  }

  @Override
  protected void doShutdownOutput() {
    sendHeld();
    super.doShutdownOutput();
  }

  @Override
  public void doClose() {
    sendHeld();
    forget();
    super.doClose();
  }

  private synchronized void forget() {
    heldByAll.addAndGet(-held.remaining());
    held = NOTHING;
  }

  /** Sends as much as can be sent at once. */
  private synchronized void sendHeld() {
    int before = held.remaining();
    try {
      if (before > 0) {
        super.flush(held);
      }
    } catch (IOException gone) {
      // Nobody is there to be answered.
      held = NOTHING;
    } finally {
      heldByAll.addAndGet(held.remaining() - before);
    }
  }
}
