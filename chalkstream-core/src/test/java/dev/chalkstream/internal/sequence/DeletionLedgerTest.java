package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.transition.StreamScript;
import dev.chalkstream.media.MediaInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When what has left the playlist may be deleted. */
class DeletionLedgerTest {

  private static final Instant T = Instant.parse("2026-03-01T12:00:00.123456Z");

  /** The script compares each manifest with what is read of it. */
  @Test
  void whatIsDueIsReadBackHoweverLongSegmentsPlay() {
    var script = new StreamScript();
    script.policy(StreamPolicy.builder().retention(Duration.ofSeconds(20)).build());
    for (int n = 0; n < 200; n++) {
      script.append(n, Duration.ofNanos(2_000_333_000), new MediaInfo(List.of(), true));
      script.pass(Duration.ofSeconds(2));
    }
    assertThat(script.manifest().ledger().segments()).isNotEmpty();
  }

  /** A node knows what it noted itself, and another what it has read. */
  @Test
  void whatIsDeletedIsStruckOffWhicheverNodeHasNotedIt() {
    var ledger = new DeletionLedger(new Manifest.Ledger(List.of(), List.of(), 0));
    var name = StreamScript.name(StreamScript.digest("a"), 1);
    ledger.addSegment(name, T);
    ledger.addPage(7, T);
    Instant read = Instant.ofEpochMilli(T.toEpochMilli());
    assertThat(
            ledger.strike(
                new Manifest.Ledger(
                    List.of(new UnlistedSegment(name, read)),
                    List.of(new UnlistedPage(7, read)),
                    0)))
        .isTrue();
    assertThat(ledger.toLedger().segments()).isEmpty();
    assertThat(ledger.toLedger().pages()).isEmpty();
  }
}
