package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says about browsers, done as it says. */
class ReadmeIT {

  private static final String PAGE =
      """
      <!doctype html>
      <video id="preview" autoplay muted playsinline></video>
      <button id="start" disabled>Go live</button>
      <a id="link">Watch</a>
      <script type="module" src="/out/main.js"></script>
      """;

  private static final String REACT_PAGE =
      "<!doctype html><div id='root'></div><script type='module' src='/out/main.js'></script>";

  private static final String REACT_MAIN =
      """
      import { StrictMode } from "react";
      import { createRoot } from "react-dom/client";
      import { ChalkStreamPlayback } from "chalkstream/react";
      import { Broadcaster } from "./broadcaster";

      const stream = location.hash.slice(1);
      const show = (state: string) => (document.title = state);
      createRoot(document.getElementById("root")!).render(
        <StrictMode>
          {stream ? <ChalkStreamPlayback streamId={stream} onState={show} /> : <Broadcaster />}
        </StrictMode>,
      );
      """;

  private static final String CAN_START =
      "return document.getElementById('start')?.disabled === false"
          + " && document.getElementById('link')?.href !== ''";

  @TempDir static Path profile;
  private static Browser browser;

  @TempDir Path project;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.startWithCamera(profile);
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aScriptOnOnesOwnServerBroadcastsAndIsWatched() throws Exception {
    write("page.html", "<!doctype html>" + Readme.snippet("A script on your own server", "html"));
    write("watch.html", "<!doctype html>" + Readme.snippet("And watch", "html"));
    try (ServerProcess server = ServerProcess.startInMemory();
        Site site = new Site(project, server.address())) {
      String stream = broadcast(server, site);

      assertIsWatched(site, stream);
      assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("SEVERE"));
    }
  }

  @Test
  void aBundledPageBroadcasts() throws Exception {
    write("main.ts", Readme.snippet("With a bundler", "typescript"));
    write("page.html", PAGE);
    build("main.ts");
    try (ServerProcess server = ServerProcess.startInMemory();
        Site site = new Site(project, server.address())) {
      broadcast(server, site);
    }
  }

  @Test
  void aReactComponentBroadcastsInStrictMode() throws Exception {
    write("broadcaster.tsx", Readme.snippet("With React", "tsx"));
    write("main.tsx", REACT_MAIN);
    write("page.html", REACT_PAGE);
    write("watch.html", REACT_PAGE);
    build("main.tsx");
    try (ServerProcess server = ServerProcess.startInMemory();
        Site site = new Site(project, server.address())) {
      String stream = broadcast(server, site);
      Await.until("the button says so", () -> browser.text("#start").equals("Go live"));
      assertIsWatched(site, stream);
    }
  }

  private static void assertIsWatched(Site site, String stream) throws Exception {
    browser.open(site.address().resolve("watch.html#" + stream));
    Await.until(
        "the recording is watched to its end",
        () -> browser.evaluate("return document.title").equals("ended"));
  }

  /** Presses the page's button twice, and tells the stream that came of it. */
  private static String broadcast(ServerProcess server, Site site) throws Exception {
    browser.open(site.address().resolve("page.html"));
    Await.until("it can start", () -> browser.evaluate(CAN_START).equals(true));
    String link = browser.attribute("#link", "href");
    String stream = link.substring(link.length() - 40);
    assertThat(link)
        .isIn(
            site.address() + "play/" + stream, site.address() + "chalkstream/play.html#" + stream);

    browser.click("#start");
    Await.until("it is listed", () -> playlist(server, stream).contains("/chunk/" + stream));
    browser.click("#start");
    Await.until("it is over", () -> playlist(server, stream).contains("#EXT-X-ENDLIST"));
    return stream;
  }

  private static String playlist(ServerProcess server, String stream) throws Exception {
    return server.get("playlist/" + stream + ".m3u8").body();
  }

  private void build(String file) throws Exception {
    try (NodeProject installed = NodeProject.make(project)) {
      installed.check(file).bundle(file);
    }
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(project.resolve(name), text);
  }
}
