package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/deploying.md says, done as it says. */
class DeployingIT {

  private static final String DOCUMENT = "docs/deploying.md";
  private static final URI SITE = URI.create("https://" + NginxSite.NAME + "/");
  private static final String SESSION = "a-session-of-nobody-else";

  /** What no proxy lets through by default, and what is no segment. */
  private static final String SEND_TWENTY_MEGABYTES =
      """
      return fetch('/ingest/large/' + '0'.repeat(64) + '.ts', {
        method: 'PUT',
        headers: {'X-Sequence': '0', 'X-Duration': '2'},
        body: new Uint8Array(20_000_000),
      }).then((answer) => answer.status + ' ' + answer.headers.get('Content-Type'));
      """;

  @TempDir Path directory;
  @TempDir Path profile;

  @Test
  void nginxCarriesABroadcastFromACameraOverTls() throws Exception {
    try (ServerProcess server = ServerProcess.startInMemory();
        NginxSite nginx = NginxSite.start(directory, server.address());
        Browser browser = Browser.startWithCamera(profile, nginx.browserFlags())) {
      browser.open(SITE.resolve("broadcast?segment=1#session=" + SESSION));
      awaitState(browser, "ready");
      String link = browser.attribute("#link", "href");
      browser.click("#start");
      awaitState(browser, "live");
      Await.until("uploads are seen", () -> browser.text("#rate").contains("bit/s"));
      browser.click("#start");
      awaitState(browser, "ended");
      browser.open(URI.create(link));
      Await.until("it is watched", () -> browser.text("#badge").equals("Ended"));

      assertThat(link).startsWith(SITE + "play/");
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.evaluate(SEND_TWENTY_MEGABYTES)).isEqualTo("415 application/problem+json");
      assertThat(nginx.log())
          .contains("\"PUT /ingest/-/", "\"POST /ingest/-/complete", "\"GET /playlist/", " 200 ")
          .doesNotContain(SESSION, "/ingest/large");
    }
  }

  @Test
  void whoComesWithoutTlsIsSentToIt() throws Exception {
    try (ServerProcess server = ServerProcess.startInMemory();
        NginxSite nginx = NginxSite.start(directory, server.address())) {
      var answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(nginx.plainAddress().resolve("play/abc")).build(),
                  BodyHandlers.discarding());

      assertThat(answer.statusCode()).isEqualTo(301);
      assertThat(answer.headers().firstValue("Location")).hasValue("https://127.0.0.1/play/abc");
    }
  }

  @Test
  void theServicesCommandRuns() throws Exception {
    String unit = Readme.snippet(DOCUMENT, "As a service of systemd", "ini");
    Matcher start = Pattern.compile("(?m)^ExecStart=(.*)$").matcher(unit);
    assertThat(start.find()).isTrue();
    assertThat(unit).contains("\nEnvironment=CHALKSTREAM_STORE=file:/var/lib/chalkstream\n");

    assertRuns(
        List.of(start.group(1).split(" ")), Map.of("CHALKSTREAM_STORE", "file:" + directory));
  }

  @Test
  void theContainersCommandRuns() throws Exception {
    String file = Readme.snippet(DOCUMENT, "In a container", "dockerfile");
    Matcher entry = Pattern.compile("(?m)^ENTRYPOINT \\[\"(.*)\"]$").matcher(file);
    assertThat(entry.find()).isTrue();
    assertThat(file).contains("\nENV CHALKSTREAM_HOST=0.0.0.0 CHALKSTREAM_STORE=file:/data\n");

    assertRuns(
        List.of(entry.group(1).split("\", \"")),
        Map.of("CHALKSTREAM_HOST", "127.0.0.1", "CHALKSTREAM_STORE", "file:" + directory));
  }

  /** Runs the server with the words as they are, but for where Java and the jar are. */
  private static void assertRuns(List<String> words, Map<String, String> environment)
      throws Exception {
    List<String> here = new ArrayList<>(words);
    here.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    here.replaceAll(
        word ->
            word.equals("/opt/chalkstream/chalkstream-live-server.jar")
                ? System.getProperty("chalkstream.jar")
                : word);
    ProcessBuilder builder = new ProcessBuilder(here);
    builder.environment().putAll(environment);
    builder.environment().put("CHALKSTREAM_PORT", "0");
    try (Command command = Command.start(builder)) {
      Await.until("it is ready", () -> !command.isRunning() || command.out().contains("ready at"));
      assertThat(command.isRunning()).as("%s", command.err()).isTrue();
      command.terminate();
      assertThat(command.exitStatus()).isIn(0, 143);
    }
  }

  private static void awaitState(Browser browser, String state) throws Exception {
    Await.until(
        "the page is " + state,
        () ->
            browser.evaluate("return document.querySelector('main').dataset.state").equals(state));
  }
}
