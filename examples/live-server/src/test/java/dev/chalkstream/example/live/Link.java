package dev.chalkstream.example.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The line between a client and a server, which may be slow, may lead elsewhere, and may be out of
 * order for a while.
 */
final class Link implements AutoCloseable {

  /** What becomes of what is sent over the line. */
  enum Order {
    GOOD,
    /** Nothing gets through, and nobody is told. */
    STALLED,
    /** Every connection is cut. */
    CUT,
    /** What is asked for is done, and the answer is lost. */
    MUTE
  }

  private static final int CHUNK = 4096;

  /** Kept small, or the kernel takes in seconds of a slow upload at once. */
  private static final int BUFFER = 16 * 1024;

  private final ServerSocket listener = new ServerSocket();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object pace = new Object();
  private volatile URI target;
  private volatile Order order = Order.GOOD;
  private volatile long uplinkBytesPerSecond = Long.MAX_VALUE;
  private volatile int cutEvery = Integer.MAX_VALUE;

  /** How many were made; only the thread that accepts them counts. */
  private int connections;

  private long free = System.nanoTime();

  Link(URI target) throws IOException {
    this.target = target;
    listener.setReceiveBufferSize(BUFFER);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    threads.execute(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  /** From now on connections lead to another server. */
  void leadTo(URI other) {
    target = other;
  }

  /** Lets through only so many bytes a second on the way to the server, over all connections. */
  void throttleUplink(long bytesPerSecond) {
    uplinkBytesPerSecond = bytesPerSecond;
  }

  void clearUplink() {
    throttleUplink(Long.MAX_VALUE);
  }

  /**
   * Cuts every so-maniest connection, in the order in which they are made: two in the middle of
   * what is sent, the next two when they are answered, and so on. Of a client that sends two things
   * by turns, an odd number cuts both in both ways, and an even one cuts one of them only.
   */
  void cutEvery(int many) {
    cutEvery = many;
  }

  void is(Order now) {
    order = now;
    synchronized (pace) {
      pace.notifyAll();
    }
    if (now == Order.CUT) {
      open.forEach(this::hangUp);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        int number = ++connections;
        threads.execute(() -> connect(near, number));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket near, int number) {
    open.add(near);
    if (order == Order.CUT) {
      hangUp(near);
      return;
    }
    try {
      Socket far = new Socket(target.getHost(), target.getPort());
      open.add(far);
      boolean doomed = number % cutEvery == 0;
      boolean atTheAnswer = number / cutEvery % 4 == 3 || number / cutEvery % 4 == 0;
      threads.execute(() -> pump(near, far, true, doomed && !atTheAnswer));
      pump(far, near, false, doomed && atTheAnswer);
    } catch (IOException nobodyThere) {
      hangUp(near);
    }
  }

  private void pump(Socket from, Socket to, boolean up, boolean doomed) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (!letsThrough(up) || doomed) {
          return;
        }
        if (up) {
          waitForTurn(n);
        }
        out.write(chunk, 0, n);
      }
    } catch (IOException | InterruptedException over) {
      // Either side may hang up whenever it likes.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** Waits while the line is stalled, and tells whether it is worth going on. */
  private boolean letsThrough(boolean up) throws InterruptedException {
    synchronized (pace) {
      while (order == Order.STALLED) {
        pace.wait();
      }
    }
    return order == Order.GOOD || (order == Order.MUTE && up);
  }

  /** The pace of the line, not a wait for something to happen. */
  private void waitForTurn(int bytes) throws InterruptedException {
    long rate = uplinkBytesPerSecond;
    if (rate == Long.MAX_VALUE) {
      return;
    }
    long turn;
    synchronized (pace) {
      turn = Math.max(free, System.nanoTime());
      free = turn + TimeUnit.SECONDS.toNanos(bytes) / rate;
    }
    TimeUnit.NANOSECONDS.sleep(turn - System.nanoTime());
  }

  private void hangUp(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Nothing is left to close.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(this::hangUp);
    threads.shutdownNow();
  }
}
