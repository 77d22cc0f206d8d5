package dev.chalkstream.example.live;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A page that broadcasts what a script paints, with the package itself, and is looked at closely.
 */
final class BroadcastingPage implements AutoCloseable {

  private final Browser browser;
  private final String stream;

  private BroadcastingPage(Browser browser, String stream) {
    this.browser = browser;
    this.stream = stream;
  }

  /**
   * Starts to broadcast.
   *
   * @param server where the page is from, and where it uploads to
   * @param picture the script that paints: {@code clock} or {@code noise}
   * @param options of the broadcast, a JavaScript object
   */
  static BroadcastingPage start(Path profile, URI server, String picture, String options) {
    Browser browser = Browser.start(profile);
    // The page is there for its origin and its policy; what it offers by itself is not used.
    browser.open(server.resolve("broadcast"));
    browser.evaluate(Resources.text(picture + ".js"));
    browser.evaluate(Resources.text("broadcast.js"));
    String start = "return window.broadcast(%s.capture(25), %s);".formatted(picture, options);
    return new BroadcastingPage(browser, String.valueOf(browser.evaluate(start)));
  }

  String stream() {
    return stream;
  }

  int encoded() {
    return number("encoded");
  }

  int uploaded() {
    return number("uploaded");
  }

  int dropped() {
    return number("dropped");
  }

  /** What the encoder was told to use, in bits per second, about each second. */
  List<Long> bitrates() {
    return ((List<?>) browser.evaluate("return seen.bitrates"))
        .stream().map(bitrate -> ((Number) bitrate).longValue()).toList();
  }

  /** What the encoder is told to use now. */
  long bitrate() {
    List<Long> all = bitrates();
    return all.get(all.size() - 1);
  }

  List<?> errors() {
    return (List<?>) browser.evaluate("return seen.errors");
  }

  /** Ends the broadcast as its button would, and waits until all is sent. */
  void stop() {
    browser.evaluate("return window.stream.stop()");
  }

  private int number(String counter) {
    return ((Number) browser.evaluate("return seen." + counter)).intValue();
  }

  @Override
  public void close() {
    browser.close();
  }
}
