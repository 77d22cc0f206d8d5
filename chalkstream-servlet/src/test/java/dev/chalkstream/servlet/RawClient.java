package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends what it is told, byte by byte, for what no proper client would send. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  private InputStream in;

  RawClient(WireServer server) throws IOException {
    this(server, 64 << 10);
  }

  /** A client with a small window, so that the server notices when it does not read. */
  RawClient(WireServer server, int receiveBuffer) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
  }

  /** An answer as it came. */
  static final class Answer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    int status() {
      return status;
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    byte[] body() {
      return body;
    }
  }

  static String uploadHead(TestSegment segment, long sequence, String... moreHeaders) {
    return uploadHead(WireServer.SESSION, segment, sequence, moreHeaders);
  }

  static String uploadHead(
      String session, TestSegment segment, long sequence, String... moreHeaders) {
    StringBuilder head = new StringBuilder();
    head.append("PUT /ingest/").append(session).append('/').append(segment.name());
    head.append(" HTTP/1.1\r\nHost: localhost\r\nX-Sequence: ").append(sequence);
    head.append("\r\nX-Duration: 2.0\r\n");
    for (String header : moreHeaders) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1), 0, text.length());
  }

  RawClient send(byte[] bytes) throws IOException {
    return send(bytes, 0, bytes.length);
  }

  RawClient send(byte[] bytes, int offset, int length) throws IOException {
    socket.getOutputStream().write(bytes, offset, length);
    socket.getOutputStream().flush();
    return this;
  }

  RawClient sendChunk(byte[] bytes) throws IOException {
    send(Integer.toHexString(bytes.length) + "\r\n");
    send(bytes);
    return send("\r\n");
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Waits until an answer has begun, and leaves it unread. */
  void awaitFirstByte() throws IOException {
    PushbackInputStream pushback = new PushbackInputStream(in);
    pushback.unread(pushback.read());
    in = pushback;
  }

  /** Reads one answer with its body, by its Content-Length. */
  Answer read() throws IOException {
    Answer head = readHead();
    int length = Integer.parseInt(head.headers.getOrDefault("content-length", "0"));
    return new Answer(head.status, head.headers, in.readNBytes(length));
  }

  /** Reads one answer that has no body, whatever its headers say. */
  Answer readHead() throws IOException {
    String statusLine = readLine();
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(statusLine.split(" ", -1)[1]), headers, new byte[0]);
  }

  /** Whether the server has closed the connection, after all that it had to say was read. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  /** Reads whatever comes until the server has closed the connection. */
  void awaitEnd() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server has closed the connection in the middle of an answer");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
