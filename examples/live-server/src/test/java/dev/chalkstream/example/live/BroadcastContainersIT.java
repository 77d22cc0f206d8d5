package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.Tools;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broadcaster's page makes of its camera: fragmented MP4, or MPEG transport streams. */
class BroadcastContainersIT {

  private static final String TOKEN = "operators-only";

  /** Counts the frames that come out of the encoder. */
  private static final String COUNT =
      """
      window.encodedFrames = 0;
      window.VideoEncoder = class extends VideoEncoder {
        constructor({output, error}) {
          super({error, output: (...packet) => {
            window.encodedFrames++;
            output(...packet);
          }});
        }
      };
      """;

  private static final String TRANSPORT_STREAMS =
      "return performance.getEntriesByType('resource').filter(({name}) => /\\.ts$/.test(name)"
          + " && !/poster/.test(name)).length";

  @TempDir Path store;
  @TempDir Path broadcasterProfile;
  @TempDir Path viewerProfile;

  @Test
  void fragmentsFollowOneAnotherToTheTick() throws Exception {
    try (ServerProcess server = ServerProcess.start(store, "--operator-token", TOKEN);
        Browser broadcaster = Browser.startWithCamera(broadcasterProfile)) {
      broadcaster.runBeforePages(COUNT);
      URI link = open(broadcaster, server.address().resolve("broadcast?segment=1"));
      String stream = link.getPath().replace("/play/", "");
      try (HlsJsViewer viewer = new HlsJsViewer(viewerProfile, link)) {
        Await.until("the viewer waits", viewer::showsWaitingRoom);
        start(broadcaster);
        Await.until("the viewer sees it live", viewer::showsLivePicture);
        Await.until("it has a picture", () -> viewer.browser().brightness() > 20);
        viewer.screenshot("watching-cmaf");
        Await.until("some of it is listed", () -> Listing.of(server, stream).seconds() >= 8);
        assertThat(streams(server)).containsPattern("\"avc1\\.\\w+\",\\s*\"mp4a\\.40\\.2\"");
        broadcaster.click("#start");
        Await.until("it is over", () -> Listing.of(server, stream).isOver());
        viewer.awaitEnd();
        assertThat(viewer.browser().evaluate(TRANSPORT_STREAMS)).isEqualTo(0L);
      }
      Listing listing = Listing.of(server, stream);
      assertThat(listing.segments()).allMatch(uri -> uri.endsWith(".m4s"));
      assertThat(listing.text()).containsOnlyOnce("#EXT-X-MAP:");
      assertThat(listing.breaks()).isZero();
      assertThat(broadcaster.complaints()).isEmpty();

      URI playlist = server.address().resolve("playlist/" + stream + ".m3u8");
      Object frames = broadcaster.evaluate("return window.encodedFrames");
      assertThat(TestVideo.countFrames(playlist)).isEqualTo(frames);
      assertThat(TestVideo.decodeFrames(playlist)).isEqualTo(frames);
      Path film = film(playlist, listing);
      assertThat(joints(film, "v:0")).hasSizeGreaterThan(100).containsOnly(0L);
      assertThat(joints(film, "a:0")).hasSizeGreaterThan(300).containsOnly(0L);
    }
  }

  @Test
  void aStreamThatHasBegunAsATransportStreamGoesOnAsOne() throws Exception {
    try (ServerProcess server = ServerProcess.start(store);
        Browser broadcaster = Browser.startWithCamera(broadcasterProfile)) {
      URI link = open(broadcaster, server.address().resolve("broadcast?segment=1&container=ts"));
      start(broadcaster);
      String stream = link.getPath().replace("/play/", "");
      Await.until("it is listed", () -> Listing.of(server, stream).segments().size() >= 2);
      broadcaster.click("#start");
      Await.until("it is over", () -> Listing.of(server, stream).isOver());
      int before = Listing.of(server, stream).segments().size();

      assertThat(open(broadcaster, server.address().resolve("broadcast?segment=1")))
          .isEqualTo(link);
      start(broadcaster);
      Await.until(
          "more is listed", () -> Listing.of(server, stream).segments().size() >= before + 2);
      broadcaster.click("#start");
      Await.until("it is over again", () -> Listing.of(server, stream).isOver());

      Listing listing = Listing.of(server, stream);
      assertThat(listing.segments()).allMatch(uri -> uri.endsWith(".ts"));
      assertThat(listing.breaks()).isOne();
      assertThat(listing.hasGaps()).isFalse();
      assertThat(broadcaster.text("#message")).doesNotContain("container");
    }
  }

  /** The initialization section and the segments behind one another. */
  private Path film(URI playlist, Listing listing) throws Exception {
    Path film = store.resolve("film.mp4");
    String section = listing.text().replaceAll("(?s).*#EXT-X-MAP:URI=\"|\".*", "");
    try (OutputStream out = Files.newOutputStream(film)) {
      for (String uri : Stream.concat(Stream.of(section), listing.segments().stream()).toList()) {
        try (InputStream in = playlist.resolve(uri).toURL().openStream()) {
          in.transferTo(out);
        }
      }
    }
    return film;
  }

  /** Of each packet but the first, by how many ticks it is late where the one before ends. */
  private static List<Long> joints(Path film, String track) throws Exception {
    String entries = " -show_entries packet=pts,duration -of csv=p=0";
    String packets =
        Command.quietly(
            Tools.need("ffprobe"), "-v warning -select_streams " + track + entries, film);
    List<Long> joints = new ArrayList<>();
    OptionalLong end = OptionalLong.empty();
    for (String line : packets.lines().toList()) {
      String[] fields = line.split(",");
      long start = Long.parseLong(fields[0]);
      end.ifPresent(before -> joints.add(start - before));
      // It does not know how long the pictures last that it reads in advance.
      end =
          fields[1].equals("N/A")
              ? OptionalLong.empty()
              : OptionalLong.of(start + Long.parseLong(fields[1]));
    }
    return joints;
  }

  /** What the server says of its streams. */
  private static String streams(ServerProcess server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve("api/streams"))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  /** Returns where the stream is watched. */
  private static URI open(Browser broadcaster, URI page) throws Exception {
    broadcaster.open(page);
    Await.until("the camera is ready", () -> state(broadcaster).equals("ready"));
    return URI.create(broadcaster.attribute("#link", "href"));
  }

  private static void start(Browser broadcaster) throws Exception {
    broadcaster.click("#start");
    Await.until("it is on the air", () -> state(broadcaster).equals("live"));
  }

  private static String state(Browser broadcaster) {
    return String.valueOf(
        broadcaster.evaluate("return document.querySelector('.broadcaster').dataset.state"));
  }
}
