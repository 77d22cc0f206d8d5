package dev.chalkstream.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.media.Container;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What players find that do not know EXT-X-GAP. */
class GapFillerTest {

  private static final GapFiller FILLER = GapFiller.of(Container.MPEG_TS);

  private static final SessionId SESSION = SessionId.of("gaps");

  @Test
  void aGapsUriLeadsToStuffingThatIsNotStored() throws Exception {
    try (BlobStore store = BlobStores.open("memory:");
        Instance chalkstream = Instance.builder(store).withoutBackground().build();
        Blob all = open(chalkstream, ByteRange.all());
        Blob part = open(chalkstream, ByteRange.between(188, 191))) {
      byte[] bytes = all.body().readAllBytes();

      assertThat(bytes).hasSize((int) all.info().size());
      assertThat(SegmentDigest.compute(ByteBuffer.wrap(bytes))).isEqualTo(FILLER.name().digest());
      for (int at = 0; at < bytes.length; at += 188) {
        assertThat(bytes).contains(0x47, atIndex(at));
      }
      assertThat(part.body().readAllBytes()).containsExactly(0x47, 0x1f, 0xff, 0x10);
      assertThat(store.list("")).isEmpty();
    }
  }

  @Test
  void aSegmentCannotHaveTheNameOfAGap() throws Exception {
    try (BlobStore store = BlobStores.open("memory:");
        Instance chalkstream = Instance.builder(store).withoutBackground().build();
        Blob stuffing = open(chalkstream, ByteRange.all())) {
      SegmentUpload upload =
          SegmentUpload.builder(SESSION)
              .digest(FILLER.name().digest())
              .duration(Duration.ofSeconds(2))
              .body(ByteBuffer.wrap(stuffing.body().readAllBytes()))
              .build();

      assertThatThrownBy(() -> chalkstream.ingest(upload))
          .isInstanceOf(SegmentRejectedException.class)
          .extracting(e -> ((SegmentRejectedException) e).reason())
          .isEqualTo(Reason.NOT_A_TRANSPORT_STREAM);
    }
  }

  private static Blob open(Instance chalkstream, ByteRange range) throws Exception {
    return chalkstream.segment(SESSION.streamId(), FILLER.name(), range).orElseThrow();
  }
}
