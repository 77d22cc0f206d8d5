package dev.chalkstream.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server and lets every so manieth answer get lost: the server has
 * done what it was asked, and the client sees a connection that breaks off.
 */
final class LossyRelay implements AutoCloseable {

  private final URI server;
  private final int every;
  private final ServerSocket listener;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  LossyRelay(URI server, int every) throws IOException {
    this.server = server;
    this.every = every;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  long lost() {
    return lost.get();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        open.add(client);
        open.add(upstream);
        AtomicBoolean asked = new AtomicBoolean();
        start(() -> pump(client, upstream, asked, false));
        start(() -> pump(upstream, client, asked, true));
      }
    } catch (IOException e) {
      closeAll();
    }
  }

  private void pump(Socket from, Socket to, AtomicBoolean asked, boolean answering) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!answering) {
          asked.set(true);
        } else if (asked.getAndSet(false) && answers.incrementAndGet() % every == 0) {
          lost.incrementAndGet();
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One end has closed the connection, and so the other is closed too.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void closeAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
