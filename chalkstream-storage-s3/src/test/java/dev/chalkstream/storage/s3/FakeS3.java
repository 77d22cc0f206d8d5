package dev.chalkstream.storage.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request in the same way, as AWS documents its errors. */
final class FakeS3 implements AutoCloseable {

  private final ServerSocket listener;
  private final String answer;
  private final AtomicInteger requests = new AtomicInteger();

  private FakeS3(ServerSocket listener, String answer) {
    this.listener = listener;
    this.answer = answer;
    Thread thread = new Thread(this::serve, "fake S3");
    thread.setDaemon(true);
    thread.start();
  }

  /** An error with a code and a message. */
  static FakeS3 failing(int status, String code, String... headers) throws IOException {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
            + code
            + "</Code><Message>As documented.</Message><RequestId>1</RequestId></Error>";
    return answering(status, body, headers);
  }

  static FakeS3 answering(int status, String body, String... headers) throws IOException {
    String head = "HTTP/1.1 " + status + " Any\r\nConnection: close\r\n";
    for (String header : List.of(headers)) {
      head += header + "\r\n";
    }
    return sending(head + "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  /** Anything at all. */
  static FakeS3 sending(String answer) throws IOException {
    return new FakeS3(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
  }

  /** How many requests there have been. */
  int requests() {
    return requests.get();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        boolean head = read(socket);
        requests.incrementAndGet();
        String sent = head ? answer.substring(0, answer.indexOf("\r\n\r\n") + 4) : answer;
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The client has gone, or this is closed.
      }
    }
  }

  /** Reads a request's header, and tells whether it is a HEAD. */
  private static boolean read(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String first = reader.readLine();
    for (String line = first; line != null && !line.isEmpty(); line = reader.readLine()) {
      // Only the first line matters.
    }
    return first != null && first.startsWith("HEAD ");
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
