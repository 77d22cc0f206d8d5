package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A connection on which anything can be sent, HTTP or not. */
final class HostileConnection implements AutoCloseable {

  /** Longer than the server takes for its slowest answer, so that only a hang reaches it. */
  private static final int PATIENCE_MILLIS = 90_000;

  private static final int TEXT_KEPT = 600;

  private final Socket socket = new Socket();
  private final InputStream in;

  HostileConnection(URI server) throws IOException {
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Sends a part of some bytes. Where the server has answered and closed, that is no fault. */
  void send(byte[] bytes, int offset, int length) {
    try {
      socket.getOutputStream().write(bytes, offset, length);
    } catch (IOException closed) {
      // What it has said meanwhile is there to be read, or reading fails too.
      return;
    }
  }

  /** Says that nothing more will come, and goes on listening. */
  void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes in a way that the server sees as an error. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Reads one answer to the end of its body. */
  HostileAnswer answer() throws IOException {
    String head = head();
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    if (status == 100) {
      return answer();
    }
    String lower = head.toLowerCase(Locale.ROOT);
    byte[] body = status == 204 || status == 304 ? new byte[0] : body(lower);
    String text = head + new String(body, ISO_8859_1);
    return new HostileAnswer(status, lower.contains("\r\nretry-after:"), text);
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      head.append((char) read());
    }
    return head.toString();
  }

  private byte[] body(String head) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    if (head.contains("\r\ntransfer-encoding: chunked")) {
      for (int length = chunkLength(); length > 0; length = chunkLength()) {
        pass(length, kept);
        line();
      }
      line();
    } else if (head.contains("\r\ncontent-length: ")) {
      pass(Long.parseLong(head.replaceFirst("(?s).*\r\ncontent-length: (\\d+).*", "$1")), kept);
    } else {
      pass(Long.MAX_VALUE, kept);
    }
    return kept.toByteArray();
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = read(); next != '\n'; next = read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the server has closed the connection");
    }
    return next;
  }

  /** Reads so many bytes, or to the end, and keeps the first. */
  private void pass(long length, ByteArrayOutputStream kept) throws IOException {
    byte[] block = new byte[8 << 10];
    for (long left = length; left > 0; ) {
      int read = in.read(block, 0, (int) Math.min(block.length, left));
      if (read < 0) {
        return;
      }
      kept.write(block, 0, Math.min(read, Math.max(0, TEXT_KEPT - kept.size())));
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
