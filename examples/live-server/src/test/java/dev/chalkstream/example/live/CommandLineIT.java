package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.SessionId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineIT {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "--port 70000",
        "--retention -1",
        "--retention abc",
        "--waiting-room maybe",
        "--playback-key secret",
        "sign-link",
        "sign-link --playback-key secret 0123456789012345678901234567890123456789",
        "sign-link --playback-key MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= no-stream",
        "--store nowhere:",
        "--store :",
        "--store no-scheme",
        "--store http://[",
        "--port 0 --host no.such.host.invalid"
      })
  void aBadOptionIsOneLineAndStatusTwo(String line) throws Exception {
    assertRefused(new ProcessBuilder(), line.split(" "));
  }

  @Test
  void aBadVariableIsOneLineAndStatusTwo() throws Exception {
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().put("CHALKSTREAM_RETENTION", "abc");

    assertRefused(builder, "--port", "0");
  }

  @Test
  void aStoreThatCannotBeOpenedIsOneLineAndStatusTwo() throws Exception {
    Path file = Files.createFile(directory.resolve("occupied"));

    assertRefused(new ProcessBuilder(), "--port", "0", "--store", file.toUri().toString());
  }

  @Test
  void aPortInUseIsOneLineAndStatusTwo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());

      assertRefused(new ProcessBuilder(), "--port", port);
    }
  }

  @Test
  void helpGoesToTheStandardOutput() throws Exception {
    try (Command help = ServerProcess.launch(new ProcessBuilder(), "--help")) {
      assertThat(help.exitStatus()).isZero();
      assertThat(help.out()).contains("--store", "--retention");
      assertThat(help.err()).isEmpty();
    }
  }

  @Test
  void aServerToldToEndDoesSoCleanly() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, "--demo")) {
      assertThat(server.terminate()).isIn(0, 143);
      assertThat(server.command().out()).hasLineCount(1).contains("/play/");
      assertThat(server.command().err()).doesNotContain("WARN", "ERROR", "Exception");
    }
  }

  @Test
  void anUploadInFlightIsFinishedBeforeTheServerEnds() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory);
        SlowUpload upload = new SlowUpload(server.address(), DemoClip.load().next())) {
      upload.sendHalf("slow", 0);
      server.command().terminate();
      Await.until("the server takes no more", () -> !takesRequests(server));
      upload.sendRest();

      assertThat(upload.answer()).contains(" 202 ");
      assertThat(server.command().exitStatus()).isIn(0, 143);
    }
  }

  @Test
  void whoHasNotTheTokenCannotPublish() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, "--ingest-token", "secret")) {
      byte[] segment = DemoClip.load().next();
      SessionId session = SessionId.of("tokens");
      IngestClient stranger = new IngestClient(server.address(), session, Optional.of("guessed"));
      IngestClient owner = new IngestClient(server.address(), session, Optional.of("secret"));

      assertThatThrownBy(() -> stranger.publish(0, DemoClip.SEGMENT_DURATION, segment))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(" 401");
      owner.publish(0, DemoClip.SEGMENT_DURATION, segment);
      assertThat(server.get("playlist/" + owner.stream() + ".m3u8").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoHasASignedLinkMayWatchAndNobodyElse() throws Exception {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    ProcessBuilder secret = new ProcessBuilder();
    secret.environment().put("CHALKSTREAM_PLAYBACK_KEY", key);
    try (ServerProcess server = ServerProcess.start(secret, directory.toUri().toString())) {
      String stream = new Broadcast(server, "for-some").send(1).stream().value();
      String[] links = print(secret, "sign-link", "--minutes", "5", stream).split("\\R");

      assertThat(server.get("playlist/" + stream + ".m3u8").statusCode()).isEqualTo(403);
      String playlist = server.get(links[0]).body();
      String segment = playlist.lines().filter(line -> line.endsWith(".ts")).findFirst().get();
      URI address = server.address().resolve(links[0]).resolve(segment);
      assertThat(server.get(address.getPath()).statusCode()).isEqualTo(200);
      assertThat(server.get(links[1]).statusCode()).isEqualTo(200);
    }
  }

  private static String print(ProcessBuilder builder, String... words) throws Exception {
    try (Command command = ServerProcess.launch(builder, words)) {
      assertThat(command.exitStatus()).as("%s", command.err()).isZero();
      return command.out();
    }
  }

  private static boolean takesRequests(ServerProcess server) throws InterruptedException {
    try {
      return server.get("").statusCode() == 200;
    } catch (IOException refused) {
      return false;
    }
  }

  private void assertRefused(ProcessBuilder builder, String... options) throws Exception {
    builder.directory(directory.toFile());
    try (Command command = ServerProcess.launch(builder, options)) {
      assertThat(command.exitStatus()).isEqualTo(2);
      assertThat(command.err()).startsWith("chalkstream-live-server: ").hasLineCount(1);
      assertThat(command.out()).isEmpty();
    }
  }
}
