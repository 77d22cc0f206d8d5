package dev.chalkstream.example.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.example.testing.TinySegment;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarIT {

  /** For what a thread does between its last task and its end. */
  private static final long PATIENCE_MILLIS = 10_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "/chalkstream", "/tv/live"})
  void aStreamGoesInAndComesOutUnderAnyContextPath(String contextPath) throws Exception {
    try (DeployedWar war = new DeployedWar(directory, contextPath)) {
      List<byte[]> published = List.of(TinySegment.of(0), TinySegment.of(1), TinySegment.of(2));
      for (int i = 0; i < published.size(); i++) {
        assertThat(war.publish(published.get(i), i).statusCode()).isEqualTo(202);
      }

      HttpResponse<String> playlist = war.playlist();
      List<byte[]> played = new ArrayList<>();
      for (String line : playlist.body().lines().filter(l -> !l.startsWith("#")).toList()) {
        played.add(war.follow(playlist, line).body());
      }
      assertThat(played).hasSize(3).usingElementComparator(Arrays::compare);
      assertThat(played.get(2)).isEqualTo(published.get(2));
      assertThat(directory.resolve("chalkstream-data")).isNotEmptyDirectory();
    }
  }

  @Test
  void thePageSaysWhatToDoAndItsLinkLeads() throws Exception {
    try (DeployedWar war = new DeployedWar(directory, "/chalkstream")) {
      HttpResponse<String> page = war.page();
      Matcher link = Pattern.compile("href=\"([^\"]+)\"").matcher(page.body());

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("live/ingest/", "live/playlist/");
      assertThat(link.find()).isTrue();
      assertThat(war.follow(page, link.group(1)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aParameterOfTheContextOverrulesTheStore() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    Map<String, String> parameters = Map.of("chalkstream.store", elsewhere.toUri().toString());
    try (DeployedWar war = new DeployedWar(directory, "/chalkstream", parameters)) {
      assertThat(war.publish(TinySegment.of(0), 0).statusCode()).isEqualTo(202);
    }
    assertThat(elsewhere).isNotEmptyDirectory();
    assertThat(directory.resolve("chalkstream-data")).doesNotExist();
  }

  @Test
  void undeployingLeavesNoThreadBehind() throws Exception {
    try (DeployedWar war = new DeployedWar(directory, "/chalkstream")) {
      ClassLoader loader = war.loader();
      war.publish(TinySegment.of(0), 0);
      war.playlist();
      assertThat(threadsOf(loader)).isNotEmpty();

      war.undeploy();

      for (Thread ending : threadsOf(loader)) {
        ending.join(PATIENCE_MILLIS);
      }
      assertThat(threadsOf(loader)).isEmpty();
    }
  }

  @Test
  void theWarBringsNothingThatTheContainerHas() throws IOException {
    List<String> classes = new ArrayList<>();
    try (InputStream war = Files.newInputStream(Path.of(System.getProperty("chalkstream.war")))) {
      ZipInputStream entries = new ZipInputStream(war);
      for (ZipEntry entry; (entry = entries.getNextEntry()) != null; ) {
        if (entry.getName().endsWith(".jar")) {
          ZipInputStream jar = new ZipInputStream(entries);
          for (ZipEntry inner; (inner = jar.getNextEntry()) != null; ) {
            classes.add(inner.getName());
          }
        }
      }
    }
    assertThat(classes)
        .contains("dev/chalkstream/servlet/ChalkstreamServlet.class")
        .contains("dev/chalkstream/storage/fs/FileBlobStoreProvider.class")
        .noneMatch(name -> name.startsWith("jakarta/"))
        .noneMatch(name -> name.startsWith("org/apache/catalina/"));
  }

  private static List<Thread> threadsOf(ClassLoader loader) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getContextClassLoader() == loader)
        .toList();
  }
}
