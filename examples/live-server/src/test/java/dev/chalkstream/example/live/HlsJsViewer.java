package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The player page in a browser of its own. */
final class HlsJsViewer implements Viewer {

  /** Collects what the player could not get over, each time that it began anew. */
  private static final String LISTEN =
      """
      window.fatalErrors = [];
      document.addEventListener('chalkstream-error', ({detail}) => {
        if (detail.code !== 'not-allowed') {
          window.fatalErrors.push(detail.message);
        }
      });
      """;

  private static final String PLAYED =
      """
      const {played} = document.getElementById('video');
      let seconds = 0;
      for (let i = 0; i < played.length; i++) {
        seconds += played.end(i) - played.start(i);
      }
      return seconds;
      """;

  private final Browser browser;

  HlsJsViewer(Path profile, URI page) {
    browser = Browser.start(profile);
    browser.runBeforePages(LISTEN);
    browser.open(page);
  }

  @Override
  public double played() {
    return ((Number) browser.evaluate(PLAYED)).doubleValue();
  }

  @Override
  public boolean showsLivePicture() {
    return browser.text("#badge").equals("Live") && played() > 0;
  }

  boolean showsWaitingRoom() {
    return browser.text("#badge").equals("Waiting") && played() > 0;
  }

  void screenshot(String name) throws IOException {
    browser.screenshot(name);
  }

  Browser browser() {
    return browser;
  }

  /** Waits until it has come to the end of the stream, whatever happened on the way. */
  void awaitItsEnd() throws Exception {
    Await.until("the page says that it is over", () -> browser.text("#badge").equals("Ended"));
  }

  @Override
  public void awaitEnd() throws Exception {
    awaitItsEnd();
    assertThat(browser.evaluate("return window.fatalErrors.join()")).isEqualTo("");
    assertThat(browser.complaints()).isEmpty();
  }

  @Override
  public void close() {
    browser.close();
  }
}
