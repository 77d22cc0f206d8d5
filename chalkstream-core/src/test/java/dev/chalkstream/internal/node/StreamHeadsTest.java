package dev.chalkstream.internal.node;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.IngestResult;
import dev.chalkstream.PlaylistSnapshot;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.instance.InstanceBuilder;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.ScriptedStore;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a node holds of streams in memory. */
class StreamHeadsTest {

  private static final int LIMIT = 1 << 20;

  private final ManualClock clock = new ManualClock();
  private final ScriptedStore store = new ScriptedStore(BlobStores.inMemory(clock));
  private final Instance node = node(LIMIT);

  private Instance node(long limit) {
    InstanceBuilder builder = Nodes.on(store).clock(clock);
    builder.streamBytes = limit;
    return builder.build();
  }

  private static SessionId session(int number) {
    return SessionId.of("session-" + number);
  }

  private static String named(int entries) {
    return "#EXTM3U\n" + ("#EXTINF:2,\n" + "n".repeat(50) + ".ts\n").repeat(entries);
  }

  @Test
  void whatIsHeldOfManyStreamsIsBoundedByBytes() throws Exception {
    for (int i = 0; i < 100; i++) {
      node.pushPlaylist(session(i), "out.m3u8", named(1_000));
      assertThat(node.heldStreamBytes()).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(node.heldStreamBytes()).as("it is of use").isGreaterThan(LIMIT / 2);
  }

  @Test
  void streamsThatWereNeverHeardOfAreBoundedToo() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      node.status(session(i).streamId());
    }
    assertThat(node.heldStreamBytes()).isBetween(LIMIT / 2L, (long) LIMIT);
  }

  @Test
  void aStreamThatGrowsOrIsWatchedCountsForMore() throws Exception {
    node.ingest(upload(session(0), 0, "s0").build());
    long small = node.heldStreamBytes();
    // So few that no page is sealed, which would not count for the stream.
    for (int n = 1; n < PageNumbers.PAGE_LENGTH; n++) {
      node.ingest(upload(session(0), n, "s" + n).build());
    }
    long grown = node.heldStreamBytes();
    assertThat(grown).isGreaterThan(small + 100 * (PageNumbers.PAGE_LENGTH - 1));

    PlaylistSnapshot playlist = node.playlist(session(0).streamId()).orElseThrow();
    long watched = node.heldStreamBytes();
    assertThat(watched).isGreaterThanOrEqualTo(grown + playlist.bytes().remaining());

    node.delete(session(0).streamId());
    assertThat(node.playlist(session(0).streamId())).isEmpty();
    assertThat(node.heldStreamBytes()).isLessThanOrEqualTo(grown);
  }

  @Test
  void aStreamThatIsLargerThanTheRoomIsHeldAllTheSame() throws Exception {
    Instance little = node(32 << 10);
    for (int n = 0; n < 200; n++) {
      little.ingest(upload(session(0), n, "s" + n).build());
    }
    PlaylistSnapshot playlist = little.playlist(session(0).streamId()).orElseThrow();

    assertThat(little.playlist(session(0).streamId()).orElseThrow()).isSameAs(playlist);
    assertThat(little.heldStreamBytes()).isLessThanOrEqualTo(32 << 10);
  }

  /** As many streams as never fit at the same time, in any order, each read back as it must be. */
  @Test
  void whatIsNotHeldAnyMoreIsReadAgainAndNothingIsLost() throws Exception {
    Instance little = node(24 << 10);
    Random random = new Random(7);
    int[] next = new int[20];
    for (int round = 0; round < 400; round++) {
      int stream = random.nextInt(next.length);
      String word = "s" + stream + "-" + next[stream];
      IngestResult result = little.ingest(upload(session(stream), next[stream]++, word).build());
      assertThat(result).isEqualTo(IngestResult.LISTED);
      int other = random.nextInt(next.length);
      assertThat(little.status(session(other).streamId()).listedSegments()).isEqualTo(next[other]);
    }
  }

  @Test
  void aManifestThatIsLargerThanAnyIsDamagedAndNotRead() throws Exception {
    StreamId stream = session(0).streamId();
    byte[] large = new byte[Limits.DOCUMENT_BYTES + 1];
    store.putIf(Keys.manifest(stream), BlobContent.of(large), PutCondition.always());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Nodes.manifests(store).read(stream, null))
        .withRootCauseInstanceOf(DamagedBlobException.class);
  }
}
