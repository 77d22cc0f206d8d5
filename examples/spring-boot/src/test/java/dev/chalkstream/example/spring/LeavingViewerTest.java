package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.example.testing.TinySegment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.catalina.core.StandardContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** A viewer who leaves in the middle of a segment is nothing to write of. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"chalkstream.store=memory:/", "spring.profiles.active=demo"})
@ExtendWith(OutputCaptureExtension.class)
class LeavingViewerTest {

  private static final int PACKET = 188;

  /** More than the network holds on both sides. */
  private static final int PACKETS = 60_000;

  @Autowired private Chalkstream chalkstream;
  @Autowired private ServletWebServerApplicationContext context;

  @Test
  @Timeout(120)
  void nothingIsLoggedOfAViewerWhoLeavesInTheMiddleOfASegment(CapturedOutput output)
      throws Exception {
    SessionId session = SessionId.of("watched");
    SegmentDigest digest = publish(session, largeSegment());
    String path = "/live/chunk/" + session.streamId() + "/" + digest + ".ts";

    leaveInTheMiddle(path);
    awaitEndOfRequests();

    assertThat(output.getAll()).doesNotContain("HttpMessageNotWritableException", "ERROR");
  }

  private SegmentDigest publish(SessionId session, byte[] bytes) throws Exception {
    SegmentDigest digest = SegmentDigest.compute(ByteBuffer.wrap(bytes));
    chalkstream.ingest(
        SegmentUpload.builder(session)
            .digest(digest)
            .sequence(0)
            .duration(Duration.ofSeconds(2))
            .body(ByteBuffer.wrap(bytes))
            .build());
    return digest;
  }

  /** A tiny segment with much stuffing behind it. */
  private static byte[] largeSegment() {
    byte[] tiny = TinySegment.of(0);
    byte[] large = Arrays.copyOf(tiny, tiny.length + PACKETS * PACKET);
    for (int at = tiny.length; at < large.length; at += PACKET) {
      large[at] = 0x47;
      large[at + 1] = 0x1f;
      large[at + 2] = (byte) 0xff;
      large[at + 3] = 0x10;
    }
    return large;
  }

  private void leaveInTheMiddle(String path) throws IOException {
    try (Socket viewer = new Socket()) {
      viewer.setReceiveBufferSize(4 << 10);
      viewer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      viewer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = viewer.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).endsWith(" 200");
      // So that the server is told at once.
      viewer.setSoLinger(true, 0);
    }
  }

  private int port() {
    return context.getWebServer().getPort();
  }

  private void awaitEndOfRequests() throws InterruptedException {
    TomcatWebServer server = (TomcatWebServer) context.getWebServer();
    StandardContext application = (StandardContext) server.getTomcat().getHost().findChildren()[0];
    while (application.getInProgressAsyncCount() > 0) {
      Thread.sleep(20);
    }
  }
}
