package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.servlet.ChalkstreamServlet;
import dev.chalkstream.servlet.PlaybackTokens;
import dev.chalkstream.servlet.ServletOptions;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ResourceServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Players that know nothing of signed links follow them from the playlist to the segments. */
class SignedLinksIT {

  private static final int SEGMENTS = 4;
  private static final double SECONDS = SEGMENTS * DemoClip.SEGMENT_DURATION.toSeconds();
  private static final SessionId SESSION = SessionId.of("signed");
  private static final StreamId STREAM = SESSION.streamId();

  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);
  private final PlaybackTokens tokens = PlaybackTokens.of(SecureRandom.getSeed(32));
  private BlobStore store;
  private Chalkstream chalkstream;
  private URI server;

  @TempDir private Path profile;

  @BeforeEach
  void start() throws Exception {
    store = BlobStores.open("memory:");
    chalkstream = Chalkstream.builder(store).build();
    ServletOptions options = ServletOptions.builder().playback(tokens).build();
    ServletHolder live = new ServletHolder(new ChalkstreamServlet(chalkstream, options));
    live.setAsyncSupported(true);
    ServletContextHandler context = new ServletContextHandler("/app");
    context.addServlet(live, "/live/*");
    ServletHolder pages = new ServletHolder(new ResourceServlet());
    String library = Resources.folder("/" + PagesServlet.LIBRARY).toString();
    pages.setInitParameter("baseResource", library);
    context.addServlet(pages, "/chalkstream/*");
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(context);
    jetty.start();
    server = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/app/live/");
    publish();
  }

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
    chalkstream.close();
    store.close();
  }

  private void publish() throws Exception {
    IngestClient client = new IngestClient(server, SESSION, Optional.empty());
    DemoClip clip = DemoClip.load();
    for (int i = 0; i < SEGMENTS; i++) {
      client.publish(i, DemoClip.SEGMENT_DURATION, clip.next());
    }
    client.complete();
  }

  private static Instant inAnHour() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  @Test
  void hlsJsFollowsALink() throws Exception {
    String signed = "/app/live/t/" + tokens.sign(STREAM, inAnHour()) + "/";
    URI page = server.resolve("../chalkstream/play.html?server=" + signed + "#" + STREAM);
    try (Viewer viewer = new HlsJsViewer(profile, page)) {
      viewer.awaitEnd();

      assertThat(viewer.played()).isGreaterThan(SECONDS - 1);
    }
  }

  @Test
  void ffmpegFollowsALink() throws Exception {
    try (Viewer viewer =
        new FfmpegViewer(server.resolve(tokens.playlistPath(STREAM, inAnHour())))) {
      viewer.awaitEnd();

      assertThat(viewer.played()).isGreaterThan(SECONDS - 1);
    }
  }

  @Test
  void ffmpegGetsNothingWithoutALink() throws Exception {
    URI unsigned = server.resolve("playlist/" + STREAM + ".m3u8");
    try (FfmpegViewer viewer = new FfmpegViewer(unsigned)) {
      Await.until("it gives up", () -> viewer.complaints().contains("403"));
    }
  }
}
