package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamId;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's page, with streams on air and people who watch them. */
class DashboardIT {

  private static final String TOKEN = "operators-only";

  /** The picture of a card as one number, in which each byte counts by its place. */
  private static final String PICTURE =
      """
      const video = document.querySelector('[data-stream="%s"] video');
      const context = new OffscreenCanvas(64, 36).getContext('2d');
      context.drawImage(video, 0, 0, 64, 36);
      const pixels = context.getImageData(0, 0, 64, 36).data.filter((_, i) => i %% 4 < 3);
      return video.currentTime > 0 ? pixels.reduce((sum, value, i) => sum + value * (i + 1), 0) : 0;
      """;

  private static final String STATE = "return document.querySelector('.dashboard').dataset.state";

  private static final String CARDS =
      "return [...document.querySelectorAll('.card')].map((card) => card.dataset.stream)";

  private static final String PLAYING =
      "return [...document.querySelectorAll('.card video')]"
          + ".filter((video) => video.readyState > 0).length";

  private static final String OUT_OF_SIGHT =
      "document.body.insertAdjacentHTML('beforeend', '<p id=\"far\"></p>');"
          + "const far = document.getElementById('far'); far.style.height = '400vh';"
          + "far.style.margin = 0; scrollTo(0, document.body.scrollHeight)";

  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path store;
  @TempDir Path films;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start(profile);
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void leaveThePage() {
    browser.evaluate("sessionStorage.clear()");
    browser.open(URI.create("about:blank"));
    browser.complaints();
  }

  @Test
  void anOperatorSeesWhoIsOnAirAndTakesOneDown() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--operator-token", TOKEN);
        OnAir clock = onAir(server, "studio", "testsrc2=s=1280x720:r=15", 2_000);
        OnAir colours = onAir(server, "garden", "testsrc=s=640x360:r=15", 900);
        OnAir life = onAir(server, "river", "gradients=s=640x360:r=15:c0=teal:c1=orange", 250);
        Audience five = Audience.of(5, server.address(), clock.stream());
        Audience two = Audience.of(2, server.address(), colours.stream())) {
      List.of(clock, colours, life).forEach(OnAir::start);
      signIn(server);
      Await.until("all three are there", () -> cards().size() == 3);
      Await.until(
          "the viewers are counted",
          () ->
              total("viewers").equals("7")
                  && viewers(clock.stream()) == five.viewers()
                  && viewers(colours.stream()) == two.viewers()
                  && viewers(life.stream()) == 0);
      assertThat(megabits(clock.stream())).isBetween(1.6, 3.0);
      assertThat(megabits(colours.stream())).isBetween(0.7, 1.5);
      assertThat(megabits(life.stream())).isBetween(0.1, 0.7);
      assertThat(figure(clock.stream(), ".picture")).isEqualTo("1280 × 720, H.264, AAC");
      assertThat(total("live")).isEqualTo("3");

      for (OnAir one : List.of(clock, colours, life)) {
        Await.until("a picture shows", () -> picture(one.stream()) != 0);
        long shown = picture(one.stream());
        Await.until("it moves", () -> picture(one.stream()) != shown);
      }
      int points = points(clock.stream());
      Await.until("the plots go on", () -> points(clock.stream()) >= points + 8);
      screenshots("dashboard");

      clock.stop();
      takeDown(clock.stream());
      assertThat(cards()).hasSize(2);
      assertThat(server.get("playlist/" + clock.stream() + ".m3u8").statusCode()).isEqualTo(410);
      assertThat(files(clock.stream())).containsExactly("manifest.json");
      assertThat(browser.text("#message")).contains("was taken down");
      Await.until(
          "the sums follow", () -> total("live").equals("2") && total("viewers").equals("2"));
      browser.screenshot("dashboard-taken-down");
      assertThat(browser.complaints()).isEmpty();

      assertThat(browser.evaluate(PLAYING)).isEqualTo(2L);
      browser.evaluate(OUT_OF_SIGHT);
      Await.until("nothing plays that nobody sees", () -> browser.evaluate(PLAYING).equals(0L));
      browser.evaluate("scrollTo(0, 0)");
      Await.until("it plays again", () -> browser.evaluate(PLAYING).equals(2L));
    }
  }

  @Test
  void onlyTheTokenOpensThePageAndATabRemembersIt() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--operator-token", TOKEN)) {
      browser.open(server.address().resolve("dashboard"));
      browser.type("#token", "guessed\n");
      Await.until("it is refused", () -> browser.text("#refusal").contains("does not take"));
      screenshots("dashboard-sign-in");

      browser.type("#token", TOKEN + "\n");
      Await.until("it is open", () -> browser.text("#empty").contains("Nobody is on air"));
      screenshots("dashboard-empty");
      browser.reload();
      Await.until("it is open again", () -> browser.text("#empty").contains("Nobody is on air"));

      browser.click("#leave");
      Await.until("it is closed", () -> browser.evaluate(STATE).equals("closed"));
      browser.reload();
      assertThat(browser.evaluate(STATE)).isEqualTo("closed");
      assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));
    }
  }

  @Test
  void aRecordingCanBeWatchedAndTakenDown() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--operator-token", TOKEN)) {
      Broadcast kept = new Broadcast(server, "kept").send(5);
      kept.complete();
      Broadcast unwanted = new Broadcast(server, "unwanted").send(3);
      unwanted.complete();
      signIn(server);
      Await.until("they are counted", () -> browser.text("#recordings").equals("Recordings (2)"));
      browser.click("#which-complete + span");
      Await.until("they are there", () -> cards().size() == 2);
      assertThat(figure(kept.stream(), ".badge")).isEqualTo("Ended");
      assertThat(figure(kept.stream(), ".kept")).startsWith("0:10, ");
      Await.until("a picture shows", () -> picture(kept.stream()) != 0);
      screenshots("dashboard-recordings");

      takeDown(unwanted.stream());
      assertThat(cards()).containsExactly(kept.stream().value());
      assertThat(files(unwanted.stream())).containsExactly("manifest.json");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void whenTheServerIsGoneThePageSaysSoAndShowsWhatItKnew() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--operator-token", TOKEN)) {
      Broadcast broadcast = new Broadcast(server, "lost").send(3);
      signIn(server);
      Await.until("it is there", () -> cards().size() == 1);

      server.kill();

      Await.until("it is said", () -> browser.text("#message").contains("does not answer"));
      assertThat(cards()).containsExactly(broadcast.stream().value());
      screenshots("dashboard-server-gone");
    }
  }

  private static void signIn(ServerProcess server) throws Exception {
    browser.open(server.address().resolve("dashboard"));
    browser.type("#token", TOKEN + "\n");
    Await.until("it is open", () -> browser.evaluate(STATE).equals("open"));
  }

  private OnAir onAir(ServerProcess server, String session, String source, int kilobits)
      throws Exception {
    return OnAir.prepare(films, server.address(), session, source, kilobits);
  }

  private static void takeDown(StreamId stream) throws Exception {
    browser.click(card(stream) + " .end");
    assertThat(browser.text("#confirm-stream")).isEqualTo(stream.value());
    browser.screenshot("dashboard-confirm");
    browser.click("#cancel");
    assertThat(cards()).contains(stream.value());
    browser.click(card(stream) + " .end");
    browser.click("#take-down");
    Await.until("it is gone", () -> !cards().contains(stream.value()));
  }

  private static List<String> cards() {
    return ((List<?>) browser.evaluate(CARDS)).stream().map(String::valueOf).toList();
  }

  private static String card(StreamId stream) {
    return "[data-stream=\"" + stream + "\"]";
  }

  private static String figure(StreamId stream, String part) {
    return browser.text(card(stream) + " " + part);
  }

  private static String total(String what) {
    return browser.text("#total-" + what + " output");
  }

  private static int viewers(StreamId stream) {
    return Integer.parseInt(figure(stream, ".viewers output"));
  }

  private static double megabits(StreamId stream) {
    return Double.parseDouble(figure(stream, ".rate output").replace(" Mbit/s", ""));
  }

  private static long picture(StreamId stream) {
    return ((Number) browser.evaluate(PICTURE.formatted(stream))).longValue();
  }

  /** How many points the plot of a stream's bitrate has. */
  private static int points(StreamId stream) {
    String curve =
        "return document.querySelector('%s .rate .line').getAttribute('d') ?? ''"
            .formatted(card(stream));
    return String.valueOf(browser.evaluate(curve)).split("L").length;
  }

  /** What the store has of a stream. */
  private List<String> files(StreamId stream) throws Exception {
    try (Stream<Path> files = Files.walk(store.resolve(stream.value()))) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  /** As it looks by day, by night, and on a telephone. */
  private static void screenshots(String name) throws Exception {
    browser.prefer("light");
    browser.screenshot(name);
    browser.prefer("dark");
    browser.screenshot(name + "-dark");
    browser.size(500, 860);
    browser.screenshot(name + "-narrow");
    browser.size(1280, 860);
    browser.prefer("light");
  }
}
