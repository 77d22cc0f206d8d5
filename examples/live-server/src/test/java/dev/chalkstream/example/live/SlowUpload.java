package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chalkstream.SegmentDigest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;

/** An upload that can be held up half-way. Closing breaks it off. */
final class SlowUpload implements AutoCloseable {

  private final byte[] segment;
  private final Socket socket;
  private final BufferedReader in;

  SlowUpload(URI server, byte[] segment) throws IOException {
    this.segment = segment;
    this.socket = new Socket(server.getHost(), server.getPort());
    this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  /** Sends the first half, once the server has asked for the body and so is at work on it. */
  void sendHalf(String session, long sequence) throws IOException {
    String head =
        """
        PUT /ingest/%s/%s.ts HTTP/1.1\r
        Host: localhost\r
        Expect: 100-continue\r
        Content-Length: %d\r
        X-Sequence: %d\r
        X-Duration: 2\r
        \r
        """
            .formatted(
                session, SegmentDigest.compute(ByteBuffer.wrap(segment)), segment.length, sequence);
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    if (!answer().contains(" 100 ")) {
      throw new IOException("the server does not want the body");
    }
    in.readLine();
    socket.getOutputStream().write(segment, 0, segment.length / 2);
  }

  void sendRest() throws IOException {
    int sent = segment.length / 2;
    socket.getOutputStream().write(segment, sent, segment.length - sent);
  }

  /** The status line that comes next. */
  String answer() throws IOException {
    return String.valueOf(in.readLine());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
