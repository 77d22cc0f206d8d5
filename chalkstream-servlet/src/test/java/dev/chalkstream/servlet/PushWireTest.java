package dev.chalkstream.servlet;

import static dev.chalkstream.servlet.ProblemAssert.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.BlobKey;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HLS as encoders push it. */
@Tag("wire")
class PushWireTest {

  private static final String INGEST = "/ingest/" + WireServer.SESSION + "/";
  private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

  private WireServer server;

  @BeforeEach
  void start() throws Exception {
    server = WireServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HttpResponse<byte[]> send(String method, String name, byte[] body) throws Exception {
    return server.send(
        server.request(INGEST + name).method(method, BodyPublishers.ofByteArray(body)));
  }

  private void push(String method, String name, byte[] body) throws Exception {
    HttpResponse<byte[]> response = send(method, name, body);
    assertThat(response.statusCode()).as(() -> new String(response.body(), UTF_8)).isEqualTo(202);
  }

  private String playlist() throws Exception {
    return new String(server.get(WireServer.playlistPath()).body(), UTF_8);
  }

  private static byte[] named(String... names) {
    return (HEAD + "#EXTINF:1.5,\n" + String.join("\n#EXTINF:1.5,\n", names) + "\n")
        .getBytes(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST"})
  void whatIsPushedIsListedWhenItIsNamed(String method) throws Exception {
    TestSegment segment = TestSegment.of(1);
    push(method, "live/out 0.ts".replace(" ", "%20"), segment.bytes());
    assertThat(playlist()).doesNotContain(segment.digest().value());

    push(method, "live/out.m3u8", named("out%200.ts"));

    assertThat(playlist())
        .contains("#EXTINF:1.5,\n../chunk/" + WireServer.STREAM)
        .contains(segment.digest().value());
    assertThat(server.get(WireServer.segmentPath(segment)).body()).isEqualTo(segment.bytes());
  }

  @Test
  void aPlaylistMayComeBeforeWhatItNames() throws Exception {
    push("PUT", "out.m3u8", named("out0.ts"));
    push("PUT", "out0.ts", TestSegment.of(1).bytes());

    assertThat(playlist()).contains(TestSegment.of(1).digest().value());
  }

  @Test
  void theEndOfThePlaylistIsTheEndOfTheStream() throws Exception {
    push("PUT", "out0.ts", TestSegment.of(1).bytes());
    push("PUT", "out.m3u8", named("out0.ts"));
    push("PUT", "out.m3u8", (HEAD + "#EXTINF:2,\nout0.ts\n#EXT-X-ENDLIST").getBytes(UTF_8));

    assertThat(playlist()).endsWith("#EXT-X-ENDLIST\n");
  }

  @Test
  void whatAPlaylistMarksReachesViewers() throws Exception {
    String date = "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T13:00:00.000+0100\n";
    String out =
        "#EXT-X-DATERANGE:ID=\"7\",START-DATE=\"2026-03-01T12:00:00.000Z\",SCTE35-OUT=0xFC30";
    String in = "#EXT-X-DATERANGE:ID=\"7\",DURATION=2.0,SCTE35-IN=0xfc31";
    String cue = "#EXT-X-CUE-OUT:30.000";
    String first = date + out + "\n" + cue + "\n#EXT-X-EVIL:1\n#EXTINF:2,\nout0.ts\n";
    push("PUT", "out0.ts", TestSegment.of(1).bytes());
    push("PUT", "out.m3u8", (HEAD + first).getBytes(UTF_8));
    push("PUT", "out1.ts", TestSegment.of(2).bytes());
    String second = in + "\n#EXT-X-CUE-IN\n#EXTINF:2,\nout1.ts\n";
    push("PUT", "out.m3u8", (HEAD + first + second).getBytes(UTF_8));

    assertThat(playlist())
        .contains("#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.000Z\n" + out + "\n" + cue + "\n")
        .contains("\n" + out + ",DURATION=2,SCTE35-IN=0xFC31\n#EXT-X-CUE-IN\n#EXTINF:")
        .doesNotContain("EVIL");
  }

  @Test
  void aDeletionIsTakenAndDeletesNothing() throws Exception {
    TestSegment segment = TestSegment.of(1);
    push("PUT", "out0.ts", segment.bytes());
    push("PUT", "out.m3u8", named("out0.ts"));

    for (String name : new String[] {"out0.ts", "out.m3u8", "never.ts", "init.mp4"}) {
      HttpResponse<byte[]> response = send("DELETE", name, new byte[0]);
      assertThat(response.statusCode()).isEqualTo(204);
      assertThat(response.body()).isEmpty();
    }

    assertThat(playlist()).contains(segment.digest().value());
    assertThat(server.get(WireServer.segmentPath(segment)).statusCode()).isEqualTo(200);
  }

  @Test
  void aMultivariantPlaylistIsTakenIfItHasOneVariant() throws Exception {
    String one = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nout.m3u8\n";
    push("PUT", "master.m3u8", one.getBytes(UTF_8));
    assertThat(server.store.keys()).isEmpty();

    byte[] two = (one + "#EXT-X-STREAM-INF:BANDWIDTH=2\nlow.m3u8\n").getBytes(UTF_8);
    assertThat(assertProblem(send("PUT", "master.m3u8", two), 422).get("detail"))
        .contains("2 variants");
  }

  @ParameterizedTest
  @CsvSource({
    "out.ts, <!doctype html>, 415",
    "out.m3u8, <!doctype html>, 400",
    "init.mp4, ftyp, 415",
    "out0.m4s, moof, 415",
    "subtitles.srt, 1, 415",
    "a/b/c/out0.ts, x, 400",
    "..ts, x, 415"
  })
  void whatIsNotTakenIsToldWhy(String name, String body, int status) throws Exception {
    assertProblem(send("PUT", name, body.getBytes(UTF_8)), status);
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OUT.M3U8, out0.TS",
    "out.m3u, out0.mpegts",
    "out.m3u8, out0.m2t",
    "a/b/out.m3u8, a/b/out0.ts",
    "/a//out.m3u8, a///out0.ts",
    "out.m3u8?token=a, out0.ts?token=a.b"
  })
  void namesAreTakenAsEncodersWriteThem(String playlist, String segment) throws Exception {
    push("PUT", segment, TestSegment.of(1).bytes());
    push("PUT", playlist, named(segment.replaceAll("^.*/", "")));

    assertThat(playlist()).contains(TestSegment.of(1).digest().value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST"})
  void subtitlesAreTakenAndNotStored(String method) throws Exception {
    push(method, "out0.vtt", "WEBVTT\n\n".getBytes(UTF_8));
    push(method, "sub/OUT1.WebVTT", new byte[500_000]);
    push(method, "out_vtt.m3u8", named("out0.vtt", "sub/OUT1.WebVTT"));
    assertThat(server.store.keys()).isEmpty();

    push(method, "out0.ts", TestSegment.of(1).bytes());
    push(method, "out.m3u8", named("out0.ts"));
    push(method, "out_vtt.m3u8", named("out0.vtt", "sub/OUT1.WebVTT"));
    assertThat(playlist()).contains(TestSegment.of(1).digest().value()).doesNotContain("vtt");
  }

  @Test
  void subtitlesAreTakenAsTheyComeAndBounded() throws Exception {
    byte[] many = new byte[WireServer.MAX_SEGMENT_BYTES + 1];
    for (boolean async : new boolean[] {true, false}) {
      WireServer.Options options = WireServer.Options.DEFAULT;
      try (WireServer other = WireServer.start(async ? options : options.withoutAsync());
          RawClient client = new RawClient(other);
          RawClient second = new RawClient(other)) {
        client.send(head("PUT", "out0.vtt", "Transfer-Encoding: chunked"));
        client.sendChunk("WEBVTT\n\n".getBytes(UTF_8));
        client.sendChunk(new byte[100_000]).send("0\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(202);

        client.send(head("PUT", "out1.vtt", "Content-Length: 6")).send("WEBVTT");
        assertThat(client.read().status()).isEqualTo(202);

        client.send(head("PUT", "out2.vtt", "Transfer-Encoding: chunked"));
        client.sendChunk(many).send("0\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(413);

        second.send(head("PUT", "out3.vtt", "Content-Length: " + many.length)).send(many);
        assertThat(second.read().status()).isEqualTo(413);
        assertThat(other.store.keys()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MKCOL, '', OPTIONS",
    "MKCOL, live, OPTIONS",
    "MKCOL, live/720p/, OPTIONS",
    "PROPFIND, live/, OPTIONS",
    "PUT, live/, OPTIONS",
    "PUT, live, OPTIONS",
    "PROPFIND, out0.ts, 'PUT, POST, DELETE, OPTIONS'",
    "PROPPATCH, out.m3u8, 'PUT, POST, DELETE, OPTIONS'",
    "LOCK, out0.vtt, 'PUT, POST, DELETE, OPTIONS'",
    "UNLOCK, init.mp4, 'PUT, POST, DELETE, OPTIONS'",
    "MOVE, complete, 'POST, OPTIONS'"
  })
  void anEncoderThatTakesItForWebDavIsToldThatAllIsThere(String method, String name, String allow)
      throws Exception {
    HttpResponse<byte[]> response = send(method, name, new byte[0]);

    assertThat(assertProblem(response, 405).get("detail"))
        .contains(allow.equals("OPTIONS") ? "a directory, which need not be made" : method);
    assertThat(response.headers().firstValue("Allow")).contains(allow);
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.ts", "a/../../x.ts", "%2e%2e/x.ts", "a/%2e%2e/x.ts", "./x.ts"})
  void noNameLeadsOutOfItsSession(String name) throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send(head("PUT", name, "Content-Length: 1")).send("x");
      // Whoever meets it first: a container may follow the dots, and then it is another path.
      assertThat(client.read().status()).isIn(400, 404, 405, 415);
    }
    assertThat(server.store.keys()).isEmpty();
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    byte[] segment = new byte[WireServer.MAX_SEGMENT_BYTES + 1];

    assertProblem(send("PUT", "out.ts", segment), 413);
    assertProblem(send("PUT", "o".repeat(260) + ".ts", new byte[0]), 400);
    assertThat(server.store.keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXT-X-MAP",
        "#EXT-X-BYTERANGE",
        "#EXT-X-MAP:URI=\"out0.ts\",BYTERANGE=\"800@0\""
      })
  void aTagOfPartsIsRefusedWithAndWithoutItsValue(String tag) throws Exception {
    byte[] playlist = (HEAD + tag + "\n#EXTINF:2,\nout0.ts\n").getBytes(UTF_8);
    assertProblem(send("PUT", "out.m3u8", playlist), 415);
  }

  @Test
  void whatBecomesOfALargePlaylistIsSmall() throws Exception {
    push("PUT", "out.m3u8", (HEAD + "#EXTINF:1\na.ts\n".repeat(130_000)).getBytes(UTF_8));
    push("PUT", "a.ts", TestSegment.of(1).bytes());
    assertThat(manifestBytes()).isLessThan(150_000);
  }

  @Test
  void longNamesAreKeptAsFarAsTheyFit() throws Exception {
    String name = "n".repeat(250);
    push("PUT", "out.m3u8", (HEAD + ("#EXTINF:1\n" + name + "\n").repeat(7_000)).getBytes(UTF_8));
    assertThat(manifestBytes()).isLessThan(150_000);
  }

  @Test
  void aLineWithoutAnEndIsRefusedInWords() throws Exception {
    byte[] playlist = (HEAD + "#EXTINF:1,\n" + "./".repeat(1_000_000) + "a.ts\n").getBytes(UTF_8);
    assertThat(assertProblem(send("PUT", "out.m3u8", playlist), 400).get("detail"))
        .contains("a line has more than 1048576 characters");
    assertThat(server.store.keys()).isEmpty();
  }

  @Test
  void fragmentedMp4IsTakenWithItsSection() throws Exception {
    byte[] init = TestFragment.INITIALIZATION;
    byte[] segment = TestFragment.SEGMENT;
    String named = HEAD + "#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:2,\nout0.m4s\n";
    assertThat(detail(send("PUT", "out0.m4s", segment), 412)).contains("before its segments");
    push("PUT", "init.mp4", init);
    push("POST", "out0.m4s", segment);
    push("PUT", "init.mp4", init);
    assertThat(detail(send("PUT", "out.m3u8", named("out0.m4s")), 415)).contains("EXT-X-MAP");
    push("PUT", "out.m3u8", (named + "#EXT-X-ENDLIST\n").getBytes(UTF_8));
    assertThat(send("DELETE", "out0.m4s", new byte[0]).statusCode()).isEqualTo(204);
    assertThat(detail(send("PUT", "1.ts", TestSegment.of(1).bytes()), 409)).contains("expires");

    Matcher map = Pattern.compile("#EXT-X-MAP:URI=\"\\.\\.(.*)\"").matcher(playlist());
    assertThat(map.find()).isTrue();
    HttpResponse<byte[]> response = server.get(map.group(1));
    assertThat(response.body()).isEqualTo(init);
    assertThat(response.headers().firstValue("Content-Type")).contains("video/mp4");
  }

  @Test
  void aTransportStreamBehindAMapIsRefused() throws Exception {
    push("PUT", "out0.ts", TestSegment.of(1).bytes());
    byte[] playlist = (HEAD + "#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:2,\nout0.ts\n").getBytes(UTF_8);
    assertThat(detail(send("PUT", "out.m3u8", playlist), 415)).contains("EXT-X-MAP");
  }

  private static String detail(HttpResponse<byte[]> response, int status) throws Exception {
    return String.valueOf(assertProblem(response, status).get("detail"));
  }

  private long manifestBytes() throws Exception {
    BlobKey manifest = BlobKey.of(WireServer.STREAM + "/manifest.json");
    return server.store.head(manifest).orElseThrow().size();
  }

  @Test
  void anotherPlaylistIsAConflict() throws Exception {
    push("PUT", "out0.ts", TestSegment.of(1).bytes());
    push("PUT", "out.m3u8", named("out0.ts"));

    assertThat(assertProblem(send("PUT", "low.m3u8", named("out0.ts")), 409).get("detail"))
        .contains("out.m3u8");
  }

  @Test
  void oneConnectionTakesChunkedBodiesAndWaitsWhereAClientExpectsIt() throws Exception {
    try (RawClient client = new RawClient(server)) {
      client.send(head("PUT", "out0.ts", "Transfer-Encoding: chunked"));
      client.sendChunk(TestSegment.of(1).bytes()).send("0\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(202);

      byte[] playlist = named("out0.ts");
      client.send(
          head("PUT", "out.m3u8", "Expect: 100-continue", "Content-Length: " + playlist.length));
      assertThat(client.readHead().status()).isEqualTo(100);
      client.send(playlist);
      assertThat(client.read().status()).isEqualTo(202);

      client.send(head("DELETE", "out0.ts", "Transfer-Encoding: chunked")).send("0\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(204);

      client.send(head("PUT", "init.mp4", "Content-Length: 0"));
      assertThat(client.read().status()).isEqualTo(415);
    }
    assertThat(playlist()).contains(TestSegment.of(1).digest().value());
  }

  @Test
  void aClientThatDoesNotWaitForTheAnswerIsTakenAllTheSame() throws Exception {
    push("PUT", "out.m3u8", named("out0.ts"));
    try (RawClient client = new RawClient(server)) {
      client.send(head("PUT", "out0.ts", "Transfer-Encoding: chunked", "Connection: close"));
      client.sendChunk(TestSegment.of(1).bytes()).send("0\r\n\r\n");
    }

    while (!playlist().contains(TestSegment.of(1).digest().value())) {
      Thread.onSpinWait();
    }
  }

  @Test
  void withoutAsynchronousRequestsItIsTheSame() throws Exception {
    try (WireServer blocking = WireServer.start(WireServer.Options.DEFAULT.withoutAsync())) {
      for (String name : new String[] {"out.m3u8", "out0.ts"}) {
        byte[] body = name.equals("out0.ts") ? TestSegment.of(1).bytes() : named("out0.ts");
        HttpResponse<byte[]> response =
            blocking.send(blocking.request(INGEST + name).PUT(BodyPublishers.ofByteArray(body)));
        assertThat(response.statusCode()).isEqualTo(202);
      }
      assertThat(blocking.get(WireServer.playlistPath()).body())
          .asString(UTF_8)
          .contains(TestSegment.of(1).digest().value());
    }
  }

  @Test
  void theAuthorizerIsAskedForAllOfIt() throws Exception {
    ServletOptions options =
        ServletOptions.builder().ingest(IngestAuthorizer.bearerToken("secret")).build();
    try (WireServer guarded =
        WireServer.start(
            WireServer.Options.DEFAULT,
            chalkstream -> new ChalkstreamServlet(chalkstream, options))) {
      for (String name : new String[] {"out0.ts", "out.m3u8", "init.mp4"}) {
        for (String method : new String[] {"PUT", "DELETE"}) {
          assertProblem(
              guarded.send(
                  guarded.request(INGEST + name).method(method, BodyPublishers.ofString("x"))),
              401);
        }
      }
    }
  }

  private static String head(String method, String name, String... headers) {
    return method
        + " "
        + INGEST
        + name
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }
}
