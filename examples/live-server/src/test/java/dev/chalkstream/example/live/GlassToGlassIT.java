package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How old a picture is when the viewer sees it: the broadcaster paints the clock, the viewer's page
 * reads it off the picture. Both run on this machine, so they have the same clock.
 */
class GlassToGlassIT {

  private static final int PICTURES = 25 * 15;

  @TempDir Path broadcasterProfile;
  @TempDir Path viewerProfile;

  @ParameterizedTest
  @ValueSource(ints = {2000, 1000})
  void latencyIsMeasured(int segmentMillis) throws Exception {
    String options = "{chunkLength: %d}".formatted(segmentMillis);
    try (ServerProcess server = ServerProcess.startInMemory();
        BroadcastingPage page =
            BroadcastingPage.start(broadcasterProfile, server.address(), "clock", options)) {
      Await.until("the stream is under way", () -> page.uploaded() >= 5);
      try (HlsJsViewer viewer = new HlsJsViewer(viewerProfile, server.playPage(page.stream()))) {
        Await.until("the viewer sees it", viewer::showsLivePicture);
        Browser browser = viewer.browser();
        browser.evaluate(Resources.text("clock.js"));
        browser.evaluate("window.ages = clock.watch(document.getElementById('video'))");
        Await.until("enough is seen", () -> ages(browser).size() >= PICTURES);

        report(segmentMillis, ages(browser));
      }
    }
  }

  private static List<Long> ages(Browser browser) {
    return ((List<?>) browser.evaluate("return window.ages"))
        .stream().map(age -> ((Number) age).longValue()).toList();
  }

  private static void report(int segmentMillis, List<Long> ages) {
    List<Long> sorted = ages.stream().sorted().toList();
    assertThat(sorted.get(0)).as("a picture cannot be seen before it is made").isPositive();
    System.out.printf(
        Locale.ROOT,
        "Glass to glass, segments of %.0f s: median %.1f s, 95th percentile %.1f s, %d pictures%n",
        segmentMillis / 1000.0,
        sorted.get(sorted.size() / 2) / 1000.0,
        sorted.get(sorted.size() * 95 / 100) / 1000.0,
        sorted.size());
  }
}
