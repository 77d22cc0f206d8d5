package dev.chalkstream.example.live;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium with an empty profile, which reaches for nothing but the pages it is given.
 */
final class Browser implements AutoCloseable {

  /** Selenium's own view of Chromium's versions is not of interest. Held, or it is collected. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium.devtools");

  private static final String FLAGS =
      "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
          + " --disable-background-networking --disable-component-update --disable-sync"
          + " --autoplay-policy=no-user-gesture-required";

  private static final String BRIGHTNESS =
      """
      const context = new OffscreenCanvas(160, 90).getContext('2d');
      context.drawImage(document.getElementById('video'), 0, 0, 160, 90);
      const pixels = context.getImageData(0, 0, 160, 90).data.filter((_, i) => i % 4 < 3);
      return Math.round(pixels.reduce((sum, value) => sum + value, 0) / pixels.length);
      """;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** A browser whose camera shows a test picture, and which lets every page use it. */
  static Browser startWithCamera(Path profile, String... more) {
    Stream<String> camera =
        Stream.of("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
    return start(profile, Stream.concat(camera, Stream.of(more)).toArray(String[]::new));
  }

  static Browser start(Path profile, String... more) {
    SELENIUM.setLevel(Level.OFF);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Tools.need("chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Tools.need("chromium", "chromium-browser", "google-chrome").toFile());
    options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
    options.addArguments(FLAGS.split(" "));
    options.addArguments("--user-data-dir=" + profile);
    options.addArguments(more);
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.size(1280, 860);
    return browser;
  }

  void open(URI address) {
    driver.get(address.toString());
  }

  /** Runs a script in every page to come, before the page's own. */
  void runBeforePages(String script) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  URI address() {
    return URI.create(driver.getCurrentUrl());
  }

  void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  void type(String selector, String keys) {
    driver.findElement(By.cssSelector(selector)).sendKeys(keys);
  }

  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  String attribute(String selector, String name) {
    return String.valueOf(driver.findElement(By.cssSelector(selector)).getDomProperty(name));
  }

  void reload() {
    driver.navigate().refresh();
  }

  /** Runs a script, and waits for what it returns if that is a promise. */
  Object evaluate(String script) {
    return driver.executeScript(script);
  }

  /** The mean of the bytes of what {@code #video} shows, 0 to 255. */
  int brightness() {
    return ((Number) evaluate(BRIGHTNESS)).intValue();
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** The size of a telephone's screen, below what a window can have. */
  void beTelephone(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
  }

  void beDesktop() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  void prefer(String colorScheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
  }

  /** What went wrong on the pages, by the browser's own log: scripts, requests, policies. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  void screenshot(String name) throws IOException {
    Path directory =
        Files.createDirectories(Path.of(System.getProperty("chalkstream.screenshots")));
    Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
