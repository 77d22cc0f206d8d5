package dev.chalkstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.ChalkstreamMetrics;
import dev.chalkstream.ChalkstreamMetrics.Operation;
import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.ByteRange;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChalkstreamMetersTest {

  private static final SessionId SESSION = SessionId.of("a-secret");
  private static final int PACKET = 188;

  /** Program 1 by PID 0x1000; there H.264 on PID 0x100. */
  private static final String PAT = "474000100000b00d0001c100000001f00000000000";

  private static final String PMT = "475000100002b0120001c10000e100f0001be100f00000000000";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ChalkstreamMetrics metrics = ChalkstreamMetrics.create();
  private Chalkstream chalkstream;

  @BeforeEach
  void start() {
    chalkstream =
        Chalkstream.builder(BlobStores.inMemory(InstantSource.system())).metrics(metrics).build();
    new ChalkstreamMeters(metrics).bindTo(registry);
  }

  @AfterEach
  void stop() {
    chalkstream.close();
  }

  private static ByteBuffer segment(int number) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * PACKET);
    bytes.put(HexFormat.of().parseHex(PAT));
    bytes.position(PACKET).put(HexFormat.of().parseHex(PMT));
    bytes.position(2 * PACKET).put(new byte[] {0x47, 0x01, 0x00, 0x10, (byte) number});
    return bytes.rewind();
  }

  private IngestResult ingest(long sequence, int number) throws Exception {
    ByteBuffer body = segment(number);
    return chalkstream.ingest(
        SegmentUpload.builder(SESSION)
            .sequence(sequence)
            .duration(Duration.ofSeconds(2))
            .digest(SegmentDigest.compute(body))
            .body(body)
            .build());
  }

  private double counter(String name, String... tags) {
    FunctionCounter counter = registry.get("chalkstream." + name).tags(tags).functionCounter();
    return counter.count();
  }

  @Test
  void theMetersAgreeWithWhatWasSent() throws Exception {
    for (int number = 0; number < 5; number++) {
      ingest(number, number);
    }
    ingest(0, 0);
    assertThatThrownBy(() -> ingest(1, 99)).isInstanceOf(SegmentRejectedException.class);
    chalkstream.playlist(SESSION.streamId());
    SegmentName name = SegmentName.parse(SegmentDigest.compute(segment(0)) + ".ts");
    chalkstream.segment(SESSION.streamId(), name, ByteRange.all()).orElseThrow().close();

    assertThat(registry.get("chalkstream.streams.live").gauge().value()).isEqualTo(1);
    assertThat(counter("streams.events", "event", "started")).isEqualTo(1);
    assertThat(counter("streams.events", "event", "completed")).isZero();
    assertThat(counter("uploads", "outcome", "listed")).isEqualTo(5);
    assertThat(counter("uploads", "outcome", "unchanged")).isEqualTo(1);
    assertThat(counter("uploads", "outcome", "sequence_taken")).isEqualTo(1);
    assertThat(counter("uploads", "outcome", "failed")).isZero();
    assertThat(counter("segments.listed")).isEqualTo(5);
    assertThat(counter("segments.listed.bytes")).isEqualTo(5 * 3 * PACKET);
    assertThat(counter("segments.listed.seconds")).isEqualTo(10);
    assertThat(counter("playlists")).isEqualTo(1);
    assertThat(counter("segments.opened", "from", "memory")).isEqualTo(1);
    assertThat(counter("segments.opened", "from", "store")).isZero();
    assertThat(counter("operation.faults", "operation", "store_get")).isZero();
    assertThat(counter("listener.dropped")).isZero();
    assertThat(counter("clock.corrections")).isZero();
  }

  @Test
  void everyOperationHasATimerThatAgreesWithTheNumbers() throws Exception {
    ingest(0, 0);

    for (Operation operation : Operation.values()) {
      Timer timer =
          registry.get("chalkstream.operations").tag("operation", name(operation)).timer();
      assertThat(timer.count()).isEqualTo(metrics.count(operation));
      assertThat(timer.totalTime(TimeUnit.NANOSECONDS))
          .isEqualTo(metrics.total(operation).toNanos());
    }
    assertThat(metrics.count(Operation.INGEST)).isEqualTo(1);
  }

  @Test
  void noMeterNamesAStreamOrASession() throws Exception {
    ingest(0, 0);

    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .asString()
        .contains("chalkstream.uploads")
        .doesNotContain(SESSION.value(), SESSION.streamId().value());
  }

  private static String name(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}
