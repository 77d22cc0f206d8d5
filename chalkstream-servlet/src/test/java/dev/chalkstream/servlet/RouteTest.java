package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

  @ParameterizedTest
  @CsvSource({
    "/ingest/s/d.ts, UPLOAD, s, d.ts",
    "/ingest/s/complete, COMPLETION, s, complete",
    "/ingest/complete/complete, COMPLETION, complete, complete",
    "/ingest/../d.ts, UPLOAD, .., d.ts",
    "/playlist/x.m3u8, PLAYLIST, x, x.m3u8",
    "/poster.ts, POSTER, '', poster.ts",
    "/chunk/x/y.ts, SEGMENT, x, y.ts",
    "/chunks/x/y-1.ts, SEGMENT, x, y-1.ts"
  })
  void aPathLeadsToAResource(String path, Resource resource, String id, String name) {
    assertThat(Route.everything(path)).contains(new Route(resource, id, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/ingest",
        "/ingest/",
        "/ingest/s",
        "/ingest/s/",
        "/ingest//d.ts",
        "/ingest/s/d.mp4",
        "/ingest/s/.ts",
        "/ingest/s/d.ts/",
        "/ingest/s/complete/",
        "/playlist",
        "/playlist/",
        "/playlist/.m3u8",
        "/playlist/x",
        "/playlist/x/y.m3u8",
        "/chunk/y.ts",
        "/chunk//y.ts",
        "/chunk/x/y",
        "/other/x/y.ts",
        "/poster.ts/",
        "/chunk/poster.ts",
        "x",
        "ingest/s/d.ts"
      })
  void aPathOfAnotherShapeLeadsNowhere(String path) {
    assertThat(Route.everything(path)).isEmpty();
  }
}
