package dev.chalkstream.internal.instance;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.hls.MediaSegment;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.segment.DamagedSegments;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.testing.ForwardingStore;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TestSegments;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A segment that the store reports as damaged is a gap from then on. */
class DamagedSegmentTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final StreamId STREAM = SESSION.streamId();
  private static final SegmentDigest BAD = SegmentDigest.compute(TestSegments.segment("s1"));

  private final ManualClock clock = new ManualClock();
  private final BlobStore memory = BlobStores.inMemory(clock);
  private final TracedStore store = new TracedStore(new Torn(memory));

  /** Its second segment is damaged, which shows in the middle of it. */
  private static final class Torn extends ForwardingStore {

    Torn(BlobStore target) {
      super(target);
    }

    @Override
    public Optional<Blob> get(BlobKey key, ByteRange range) throws IOException {
      Optional<Blob> found = target.get(key, range);
      if (found.isEmpty() || !key.value().startsWith(Keys.segments(STREAM, BAD))) {
        return found;
      }
      byte[] half = found.get().body().readNBytes(100);
      InputStream torn = new SequenceInputStream(new ByteArrayInputStream(half), new Failing());
      return Optional.of(new Blob(found.get().info(), range, torn));
    }
  }

  private static final class Failing extends InputStream {
    @Override
    public int read() throws IOException {
      throw new DamagedBlobException("scripted: torn");
    }
  }

  private Instance node(long hotSegmentBytes) {
    return Nodes.on(store).clock(clock).hotSegmentBytes(hotSegmentBytes).build();
  }

  private void broadcast() throws Exception {
    Instance taker = Nodes.on(memory).clock(clock).build();
    for (int n = 0; n < 4; n++) {
      taker.ingest(upload(SESSION, n, "s" + n).build());
    }
    taker.complete(SESSION);
  }

  private static SegmentName bad(Instance on) throws IOException {
    return shown(on).stream()
        .map(segment -> segment.uri().substring(segment.uri().lastIndexOf('/') + 1))
        .map(SegmentName::parse)
        .filter(name -> name.digest().equals(BAD))
        .findFirst()
        .orElseThrow();
  }

  private static List<MediaSegment> shown(Instance on) throws IOException {
    return on.playlist(STREAM).orElseThrow().playlist().segments();
  }

  @Test
  void whatIsKnownOfManyStreamsIsBoundedByBytes() {
    int limit = 1 << 20;
    var damaged = new DamagedSegments(limit);
    for (int stream = 0; stream < 40; stream++) {
      StreamId id = SessionId.of("session-" + stream).streamId();
      for (int n = 0; n < 200; n++) {
        SegmentName name = StreamScript.name(StreamScript.digest(stream + "-" + n));
        damaged.note(Keys.segment(id, name), new IOException("scripted"));
        assertThat(damaged.contains(id, name)).isTrue();
      }
      assertThat(damaged.bytes()).isLessThanOrEqualTo(limit);
    }
    assertThat(damaged.bytes()).as("it is of use").isGreaterThan(limit / 2);
  }

  @Test
  void whereItIsReadBeforeItIsSentItIsNotThereAndAGap() throws Exception {
    broadcast();
    Instance node = node(1 << 20);
    List<MediaSegment> before = shown(node);
    String tag = node.playlist(STREAM).orElseThrow().entityTag();

    assertThat(node.segment(STREAM, bad(node), ByteRange.all())).isEmpty();
    assertThat(node.playlist(STREAM).orElseThrow().entityTag()).isNotEqualTo(tag);
    assertGap(node, before);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void whereItIsSentAsItComesItFailsAndIsAGapFromThenOn(long memory) throws Exception {
    broadcast();
    Instance node = node(memory);
    List<MediaSegment> before = shown(node);
    try (Blob blob = node.segment(STREAM, bad(node), ByteRange.all()).orElseThrow()) {
      assertThatExceptionOfType(DamagedBlobException.class)
          .isThrownBy(() -> blob.body().readAllBytes());
    }
    assertGap(node, before);
  }

  private void assertGap(Instance node, List<MediaSegment> before) throws IOException {
    List<MediaSegment> after = shown(node);
    assertThat(after).extracting(MediaSegment::gap).containsExactly(false, true, false, false);
    assertThat(after)
        .extracting(MediaSegment::uri)
        .isEqualTo(before.stream().map(MediaSegment::uri).toList());
    SegmentName bad = bad(node);
    store.resetCounts();
    clock.advance(Duration.ofHours(1));
    assertThat(node.segment(STREAM, bad, ByteRange.all())).isEmpty();
    assertThat(node.segment(STREAM, bad, ByteRange.between(0, 0))).isEmpty();
    assertThat(store.count(Call.READ_SEGMENT)).as("nobody reads it again").isZero();
  }

  @Test
  void whereItIsStoredAnewItIsNoGapAnyMore() throws Exception {
    broadcast();
    Instance node = node(1 << 20);
    assertThat(node.segment(STREAM, bad(node), ByteRange.all())).isEmpty();
    node.delete(STREAM);
    for (int n = 0; n < 4; n++) {
      node.ingest(upload(SESSION, 4 + n, "s" + n).build());
    }
    assertThat(shown(node)).hasSize(4).noneMatch(MediaSegment::gap);
    assertThat(node.segment(STREAM, bad(node), ByteRange.all())).isPresent();
  }
}
