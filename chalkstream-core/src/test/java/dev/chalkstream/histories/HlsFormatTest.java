package dev.chalkstream.histories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.media.TestMedium;
import dev.chalkstream.media.TestMedium.Format;
import dev.chalkstream.storage.BlobStores;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HLS draft asks of a playlist's and a segment's format, over generated histories. */
class HlsFormatTest {

  private static final int PACKET = 188;

  /** Section 4: UTF-8, no byte order mark; the first line is EXTM3U (section 4.4.1.1). */
  @Test
  void aPlaylistIsUtf8WithoutAByteOrderMark() {
    Corpus.forEachPlaylist(
        playlist -> {
          byte[] bytes = playlist.text().getBytes(StandardCharsets.UTF_8);
          assertThat(bytes).startsWith("#EXTM3U\n".getBytes(StandardCharsets.US_ASCII));
          assertThat(playlist.text()).matches("(?s)[\\x20-\\x7e\\n]*").doesNotContain("\n\n");
        });
  }

  /** Section 8: rounding asks for 6, maps for what their players know as 7; it never changes. */
  @Test
  void theVersionIsTheOneThatIsNeededAndNeverChanges() {
    Corpus.forEachPlaylist(
        playlist ->
            assertThat(playlist.text().lines().filter(line -> line.startsWith("#EXT-X-VERSION")))
                .containsExactly("#EXT-X-VERSION:" + (playlist.isFragmented() ? 7 : 6)));
  }

  /** Section 4: no tag that no client could know, and each with the value that it must have. */
  @Test
  void everyLineIsAUriOrATagWithAValueOfItsForm() {
    String address = "\\.\\./chunk/[0-9a-f]{40}/[0-9a-f]{64}(-[0-9a-v]{16})?";
    List<String> forms =
        List.of(
            "#EXTM3U",
            "#EXT-X-(VERSION|TARGETDURATION|MEDIA-SEQUENCE|DISCONTINUITY-SEQUENCE):\\d+",
            "#EXT-X-PLAYLIST-TYPE:EVENT",
            "#EXT-X-(INDEPENDENT-SEGMENTS|DISCONTINUITY|GAP|ENDLIST)",
            "#EXT-X-PROGRAM-DATE-TIME:\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z",
            "#EXTINF:\\d+(\\.\\d{0,5}[1-9])?,",
            "#EXT-X-MAP:URI=\"" + address + "\\.mp4\"",
            address + "\\.(ts|m4s)");
    String form = "(" + String.join("|", forms) + ")";
    Corpus.forEachPlaylist(
        playlist -> assertThat(playlist.text().lines()).allMatch(line -> line.matches(form)));
  }

  /** Section 3.1.1: a PAT and a PMT of one program in every segment. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aSegmentWithoutItsTablesIsRefused(int table) throws Exception {
    byte[] whole = TestMedium.segment(Format.VIDEO, 0, 5, true, 1);
    byte[] lame = new byte[whole.length - PACKET];
    System.arraycopy(whole, 0, lame, 0, table * PACKET);
    System.arraycopy(
        whole, (table + 1) * PACKET, lame, table * PACKET, lame.length - table * PACKET);
    try (Instance node = Instance.builder(BlobStores.inMemory()).withoutBackground().build()) {
      assertThatExceptionOfType(SegmentRejectedException.class)
          .isThrownBy(() -> node.ingest(upload(lame)))
          .returns(Reason.NOT_A_TRANSPORT_STREAM, SegmentRejectedException::reason);
      node.ingest(upload(Arrays.copyOf(whole, whole.length)));
    }
  }

  private static SegmentUpload upload(byte[] bytes) {
    ByteBuffer body = ByteBuffer.wrap(bytes);
    return SegmentUpload.builder(World.SESSION)
        .digest(SegmentDigest.compute(body))
        .duration(Duration.ofMillis(640))
        .body(body)
        .build();
  }

  /** Section 3.1.1: timestamps go on unless a discontinuity stands between two segments. */
  @Test
  void timestampsGoOnWhereNoDiscontinuityStands() {
    int pairs = 0;
    for (World world : Corpus.worlds()) {
      List<Entry> entries = world.listings.everything();
      for (int i = 1; i < entries.size(); i++) {
        Chunk before = entries.get(i - 1).chunk;
        Chunk chunk = entries.get(i).chunk;
        if (before != null && chunk != null && !entries.get(i).segment.discontinuity()) {
          assertThat(chunk.continues(before)).as("%s to %s", before, chunk).isTrue();
          pairs++;
        }
      }
    }
    assertThat(pairs).isGreaterThan(100);
  }
}
