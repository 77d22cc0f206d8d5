package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.StreamId;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("wire")
class GzipCacheTest {

  private static final StreamId STREAM = StreamId.of(WireServer.STREAM);

  @Test
  void aSnapshotIsCompressedOnce() throws Exception {
    try (WireServer server = WireServer.start()) {
      GzipCache cache = new GzipCache();
      server.publish(TestSegment.of(1), 0);
      PlaylistSnapshot first = server.chalkstream.playlist(STREAM).orElseThrow();
      server.publish(TestSegment.of(2), 1);
      PlaylistSnapshot second = server.chalkstream.playlist(STREAM).orElseThrow();

      byte[] compressed = cache.compressed(first);

      assertThat(cache.compressed(first)).isSameAs(compressed);
      assertThat(cache.compressed(second)).isNotSameAs(compressed);
      byte[] plain = new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes();
      assertThat(ByteBuffer.wrap(plain)).isEqualTo(first.bytes());
    }
  }
}
