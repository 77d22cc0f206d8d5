package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/** An upload that keeps its last byte to itself. Closing breaks it off. */
final class GreedyUpload implements AutoCloseable {

  private static final byte[] BLOCK = new byte[64 << 10];

  private final int length;
  private final Socket socket;

  /** Announces a segment, and sends nothing of it yet. */
  GreedyUpload(URI server, String session, int length) throws IOException {
    this.length = length;
    this.socket = new Socket(server.getHost(), server.getPort());
    String head =
        """
        PUT /ingest/%s/%s.ts HTTP/1.1\r
        Host: localhost\r
        Content-Length: %d\r
        X-Sequence: 0\r
        X-Duration: 2\r
        \r
        """
            .formatted(session, "0".repeat(64), length);
    socket.getOutputStream().write(head.getBytes(US_ASCII));
  }

  /** Sends on until the server has had enough of it; returns how much that was. */
  int sendAllButTheLastByte() throws IOException {
    OutputStream out = socket.getOutputStream();
    int sent = 0;
    try {
      while (sent < length - 1 && socket.getInputStream().available() == 0) {
        int next = Math.min(BLOCK.length, length - 1 - sent);
        out.write(BLOCK, 0, next);
        sent += next;
      }
    } catch (SocketException cutOff) {
      return sent;
    }
    return sent;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
