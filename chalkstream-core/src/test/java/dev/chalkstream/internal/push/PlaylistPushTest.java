package dev.chalkstream.internal.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.PlaylistPush;
import dev.chalkstream.PushName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.PushedEntry;
import dev.chalkstream.internal.manifest.PushedPlaylist;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistPushTest {

  private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n";

  private final List<PushedPlaylist> taken = new ArrayList<>();
  private final PlaylistPush push = new PushedPlaylistReader(PushName.of("out.m3u8"), taken::add);

  private void feed(String text) throws SegmentRejectedException {
    push.feed(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  void ofAPlaylistOfADayItsNewestEntriesAreTaken() throws Exception {
    feed(HEAD);
    for (int n = 0; n < 43_200; n++) {
      feed("#EXTINF:2.0,\n#EXT-X-PROGRAM-DATE-TIME:2026-03-01T13:00:00.000+0000\no" + n + ".ts\n");
    }
    assertThat(push.push()).isTrue();

    List<PushedEntry> entries = taken.get(0).entries();
    assertThat(entries).hasSize(PushedPlaylist.MAX_ENTRIES);
    assertThat(entries.get(entries.size() - 1).path()).isEqualTo("o43199.ts");
    assertThat(taken.get(0).lastSequence()).isEqualTo(43_199);
  }

  @Test
  void nothingIsTakenBeforeAllOfItHasCome() throws Exception {
    feed(HEAD + "#EXTINF:2,\nout0.ts\n");
    assertThat(taken).isEmpty();
  }

  @Test
  void aTransportStreamUnderItsNameIsRefusedAtOnceWithTheCause() {
    byte[] packet = new byte[188];
    packet[0] = 0x47;
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(() -> push.feed(ByteBuffer.wrap(packet, 0, 1)))
        .withMessageContainingAll("MPEG transport stream", "query", "-hls_segment_filename")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_PLAYLIST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "#EXTM3U\nout0.ts\n", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:x\n"})
  void whatIsNoPlaylistIsRefusedInWords(String text) {
    assertThatExceptionOfType(SegmentRejectedException.class)
        .isThrownBy(
            () -> {
              feed(text);
              push.push();
            })
        .withMessageStartingWith("the body is not a media playlist: ");
    assertThat(taken).isEmpty();
  }

  @Test
  void aMultivariantPlaylistOfOneVariantSaysNothing() throws Exception {
    feed("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nout.m3u8\n");
    assertThat(push.push()).isFalse();
    assertThat(taken).isEmpty();
  }

  @Test
  void atItsEndItTellsWhichSegmentsItLists() throws Exception {
    feed(HEAD + "#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\nhd/out7.ts\n#EXTINF:2,\nhd/out8.ts\n");

    assertThat(push.end())
        .hasValueSatisfying(
            listing -> {
              assertThat(listing.first()).isEqualTo(7);
              assertThat(listing.last()).isEqualTo(8);
              assertThat(listing.names("out7.ts")).isTrue();
              assertThat(listing.names("other/out8.ts")).isTrue();
              assertThat(listing.names("out9.ts")).isFalse();
            });
    assertThat(taken).isEmpty();
  }

  @Test
  void aPlaylistWithoutSegmentsListsNothing() throws Exception {
    feed(HEAD);
    assertThat(push.end()).isEmpty();
  }
}
