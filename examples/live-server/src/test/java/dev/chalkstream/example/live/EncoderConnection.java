package dev.chalkstream.example.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * One connection of an encoder's to a server, on which it writes what it likes and reads answers
 * when it likes.
 */
final class EncoderConnection implements AutoCloseable {

  /** How ffmpeg cuts what it sends. */
  static final int CHUNK = 32 << 10;

  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final byte[] END = "0\r\n\r\n".getBytes(ISO_8859_1);

  private final URI server;
  private final SocketChannel channel;
  private final String headers;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  /**
   * Connects.
   *
   * @param headers what stands in the head of each request, besides Host and what tells the body's
   *     length; each line ends with CR and LF
   */
  EncoderConnection(URI server, String headers) throws IOException {
    this.server = server;
    this.headers = headers;
    channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
  }

  /** Sends a request whose length is told first. */
  void send(String method, String path, String more, byte[] body) throws IOException {
    write(head(method, path, more + "Content-Length: " + body.length + "\r\n"));
    write(body);
  }

  /** Sends a request in chunks. */
  void sendChunked(String method, String path, byte[] body) throws IOException {
    write(head(method, path, "Transfer-Encoding: chunked\r\n"));
    for (int at = 0; at < body.length; at += CHUNK) {
      sendChunk(Arrays.copyOfRange(body, at, Math.min(body.length, at + CHUNK)));
    }
    write(END);
  }

  /** Sends the beginning of a request in chunks, and breaks the connection. */
  void breakInTheMiddle(String method, String path, byte[] body) throws IOException {
    write(head(method, path, "Transfer-Encoding: chunked\r\n"));
    sendChunk(Arrays.copyOf(body, CHUNK));
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.close();
  }

  private void sendChunk(byte[] chunk) throws IOException {
    write((Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1));
    write(chunk);
    write("\r\n".getBytes(ISO_8859_1));
  }

  private byte[] head(String method, String path, String more) {
    String head = method + " " + path + " HTTP/1.1\r\n" + headers;
    return (head + "Host: " + server.getAuthority() + "\r\n" + more + "\r\n").getBytes(ISO_8859_1);
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Reads what has come and waits for nothing; tells whether the connection is still good. */
  boolean drain() {
    try {
      channel.configureBlocking(false);
      boolean open = read() >= 0;
      channel.configureBlocking(true);
      return open;
    } catch (IOException broken) {
      return false;
    }
  }

  /**
   * Waits for so many answers in all, or for the end of the connection.
   *
   * @return the statuses of all answers that have come
   */
  int[] awaitAnswers(int count) throws IOException {
    while (statuses().length < count && read() >= 0) {
      // Answers come in pieces of any length.
    }
    return statuses();
  }

  /** The heads and bodies of all answers that have been read. */
  String received() {
    return received.toString(ISO_8859_1);
  }

  private int[] statuses() {
    return ANSWER
        .matcher(received())
        .results()
        .mapToInt(result -> Integer.parseInt(result.group(1)))
        .toArray();
  }

  private int read() throws IOException {
    ByteBuffer block = ByteBuffer.allocate(8 << 10);
    int length = channel.read(block);
    received.write(block.array(), 0, block.position());
    return length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
