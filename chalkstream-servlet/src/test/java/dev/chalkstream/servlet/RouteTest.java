package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

  @ParameterizedTest
  @CsvSource({
    "/ingest/s/d.ts, PUSHED_SEGMENT, s, d.ts",
    "/ingest/s/complete, COMPLETION, s, complete",
    "/ingest/complete/complete, COMPLETION, complete, complete",
    "/ingest/../d.ts, PUSHED_SEGMENT, .., d.ts",
    "/ingest/s/a/d.ts, PUSHED_SEGMENT, s, a/d.ts",
    "/ingest/s/a/out.m3u8, PUSHED_PLAYLIST, s, a/out.m3u8",
    "/ingest/s/a/b/d.ts, PUSHED_SEGMENT, s, a/b/d.ts",
    "/ingest/s/a/b/c/d.ts, PUSHED_SEGMENT, s, a/b/c/d.ts",
    "/ingest/s/d.TS, PUSHED_SEGMENT, s, d.TS",
    "/ingest/s/d.mpegts, PUSHED_SEGMENT, s, d.mpegts",
    "/ingest/s/d.M2t, PUSHED_SEGMENT, s, d.M2t",
    "/ingest/s/out.M3U8, PUSHED_PLAYLIST, s, out.M3U8",
    "/ingest/s/out.m3u, PUSHED_PLAYLIST, s, out.m3u",
    "/ingest/s/out0.vtt, PUSHED_SUBTITLES, s, out0.vtt",
    "/ingest/s/a/out0.WebVTT, PUSHED_SUBTITLES, s, a/out0.WebVTT",
    "/ingest/s/init.mp4, PUSHED_FRAGMENTS, s, init.mp4",
    "/ingest/s/a/0.M4S, PUSHED_FRAGMENTS, s, a/0.M4S",
    "/ingest/s/0.m4v, PUSHED_FRAGMENTS, s, 0.m4v",
    "/ingest/s/0.m4a, PUSHED_FRAGMENTS, s, 0.m4a",
    "/ingest/s/Streams(v), TRACK, s, Streams(v)",
    "/ingest/s/a/v.cmfv, TRACK, s, a/v.cmfv",
    "/ingest/s/chunk-stream0-00001.m4s, TRACK, s, chunk-stream0-00001.m4s",
    "/ingest/s/out.mp4, TRACK, s, out.mp4",
    "/ingest/s/a/b/c/v.cmfv, PUSHED_FRAGMENTS, s, a/b/c/v.cmfv",
    "/ingest/s/out.MPD, PUSHED_MANIFEST, s, out.MPD",
    "//ingest//s///a//out.m3u8, PUSHED_PLAYLIST, s, a/out.m3u8",
    "/ingest//s/complete, COMPLETION, s, complete",
    "/ingest, DIRECTORY, '', ''",
    "/ingest/, DIRECTORY, '', ''",
    "/ingest/s, DIRECTORY, s, ''",
    "/ingest/s/, DIRECTORY, s, ''",
    "/ingest//d.ts, DIRECTORY, d.ts, ''",
    "/ingest/s/a, DIRECTORY, s, a",
    "/ingest/s/a/b/, DIRECTORY, s, a/b",
    "/ingest/s/d., DIRECTORY, s, d.",
    "/ingest/s/.ts, DIRECTORY, s, .ts",
    "/ingest/s/d.ts/, DIRECTORY, s, d.ts",
    "/ingest/s/complete/, DIRECTORY, s, complete",
    "/playlist/x.m3u8, PLAYLIST, x, x.m3u8",
    "/poster.ts, POSTER, '', poster.ts",
    "/chunk/x/y.ts, SEGMENT, x, y.ts",
    "/chunks/x/y-1.ts, SEGMENT, x, y-1.ts",
    "/chunk/x/y.m4s, SEGMENT, x, y.m4s",
    "/chunk/x/y.mp4, SEGMENT, x, y.mp4",
    "/chunks/x/y-1.m4a, SEGMENT, x, y-1.m4a"
  })
  void aPathLeadsToAResource(String path, Resource resource, String id, String name) {
    assertThat(Route.everything(path)).contains(new Route(resource, id, name));
  }

  @Test
  void aNameThatIsADigestIsAnUploadOfOurOwn() {
    String name = "0123456789abcdef".repeat(4) + ".ts";

    assertThat(Route.everything("/ingest/s/" + name))
        .contains(new Route(Resource.UPLOAD, "s", name));
    assertThat(Route.everything("//ingest//s//" + name))
        .contains(new Route(Resource.UPLOAD, "s", name));
    assertThat(Route.everything("/ingest/s/a/" + name))
        .contains(new Route(Resource.PUSHED_SEGMENT, "s", "a/" + name));
    String loud = "0123456789abcdef".repeat(4) + ".TS";
    assertThat(Route.everything("/ingest/s/" + loud))
        .contains(new Route(Resource.PUSHED_SEGMENT, "s", loud));
  }

  @Test
  void aDigestOfFragmentedMp4IsASegmentOrASection() {
    String digest = "0123456789abcdef".repeat(4);

    assertThat(Route.everything("/ingest/s/" + digest + ".m4s"))
        .contains(new Route(Resource.UPLOAD, "s", digest + ".m4s"));
    assertThat(Route.everything("//ingest//s//" + digest + ".mp4"))
        .contains(new Route(Resource.INITIALIZATION, "s", digest + ".mp4"));
    for (String other : new String[] {digest + ".M4S", "a/" + digest + ".m4s"}) {
      assertThat(Route.everything("/ingest/s/" + other))
          .contains(new Route(Resource.PUSHED_FRAGMENTS, "s", other));
    }
  }

  @Test
  void aViewerIsLedThroughALinkAndABroadcasterIsNot() {
    String digest = "0123456789abcdef".repeat(4);

    assertThat(Route.everything("/t/token/chunk/x/" + digest + ".mp4"))
        .contains(new Route(Resource.SEGMENT, "token", "x", digest + ".mp4"));
    assertThat(Route.everything("/t/token/ingest/s/" + digest + ".mp4")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "/ingestion/s/d.ts",
        "/t/token/ingest/s/d.ts",
        "/playlist",
        "/playlist/",
        "/playlist/.m3u8",
        "/playlist/x",
        "/playlist/x/y.m3u8",
        "/chunk/y.ts",
        "/chunk//y.ts",
        "//chunk/x/y.ts",
        "//playlist/x.m3u8",
        "/chunk/x/y",
        "/chunk/x/.m4s",
        "/chunk/x/y.mov",
        "/chunk/x/y.M4S",
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
