package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.PlaylistType;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The front of the playlist: sections 6.2.1 and 6.2.2 of the HLS draft. */
class PlaylistWindowTest {

  private final StreamScript stream =
      new StreamScript().policy(StreamPolicy.builder().retention(Duration.ofSeconds(20)).build());

  private void appendEveryTwoSeconds(long from, long to) {
    LongStream.range(from, to)
        .forEach(sequence -> stream.appendAll(sequence).pass(Duration.ofMillis(1_900)));
  }

  @Test
  void whatIsOlderThanTheRetentionLeavesTheFront() {
    appendEveryTwoSeconds(0, 30);
    Manifest manifest = stream.manifest();
    assertThat(manifest.window().mediaSequence()).isEqualTo(20);
    assertThat(manifest.window().head()).hasSize(10).first().returns(20L, ListedSegment::sequence);
  }

  @Test
  void aLivePlaylistKeepsThreeTargetDurations() {
    appendEveryTwoSeconds(0, 8);
    stream.pass(Duration.ofSeconds(25)).appendAll(8);
    assertThat(stream.listing()).isEqualTo("6 7 8");
  }

  @Test
  void theFrontMovesOnlyWithAnAppend() {
    stream.policy(StreamPolicy.builder().retention(Duration.ofMinutes(1)).build());
    appendEveryTwoSeconds(0, 8);
    stream.pass(Duration.ofSeconds(50)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.COMPLETE);
    assertThat(stream.manifest().window().head()).hasSize(8);
  }

  @Test
  void aCompleteStreamExpiresAsAWholeWhenItsLastSegmentIsTooOld() {
    stream.policy(StreamPolicy.builder().retention(Duration.ofMinutes(1)).build());
    appendEveryTwoSeconds(0, 8);
    stream.complete();
    stream.pass(Duration.ofSeconds(57)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.COMPLETE);
    stream.pass(Duration.ofSeconds(1)).passTime();

    Manifest expired = stream.manifest();
    assertThat(expired.state()).isEqualTo(State.EXPIRED);
    assertThat(expired.window().isEmpty()).isTrue();
    assertThat(expired.ledger().segments())
        .hasSize(8)
        .allMatch(segment -> segment.due().equals(stream.now().plusSeconds(16)));
  }

  @Test
  void theNumbersOfAResumptionAfterTheExpiryStandAboveTheOldOnes() {
    stream.policy(StreamPolicy.builder().retention(Duration.ofMinutes(1)).build());
    stream.appendAll(0, 1).append(0, "reloaded");
    stream.complete();
    stream.pass(Duration.ofMinutes(2)).passTime();
    stream.settle(stream.manifest().ledger());
    assertThat(stream.manifest().ledger().isEmpty()).as("only a tombstone is left").isTrue();

    assertThat(stream.append(0, "again")).isEqualTo(new Accepted(IngestResult.LISTED));
    assertThat(stream.listing()).isEqualTo("| 0");
    assertThat(stream.manifest().window().mediaSequence()).isEqualTo(3);
    assertThat(stream.manifest().window().discontinuitySequence()).isEqualTo(1);
  }

  @Test
  void aDiscontinuityThatLeavesTheFrontIsCounted() {
    stream.append(0, "a");
    stream.append(1, "b");
    stream.append(0, "reloaded");
    appendEveryTwoSeconds(1, 30);
    assertThat(stream.manifest().window().discontinuitySequence()).isEqualTo(1);
    assertThat(stream.manifest().window().mediaSequence()).isEqualTo(22);
  }

  @Test
  void whatLeftTheFrontIsKeptForItsDurationAndTheLongestPlaylist() {
    appendEveryTwoSeconds(0, 11);
    UnlistedSegment first = stream.manifest().ledger().segments().get(0);
    Duration longest = Duration.ofSeconds(22);
    assertThat(first.name().digest()).isEqualTo(StreamScript.digest("s0"));
    assertThat(first.due()).isEqualTo(stream.manifest().time().plusSeconds(2).plus(longest));
  }

  @Test
  void theBytesOfASegmentThatWaitsForItsDeletionAreListedAgainUnderAnotherName() {
    appendEveryTwoSeconds(0, 12);
    SegmentName again = StreamScript.name(StreamScript.digest("s0"), 1);
    assertThat(stream.append(again, 12, null, Duration.ofSeconds(2)))
        .isEqualTo(new Accepted(IngestResult.LISTED));
    assertThat(stream.manifest().ledger().segments())
        .extracting(UnlistedSegment::name)
        .contains(StreamScript.name(StreamScript.digest("s0")))
        .doesNotContain(again);
  }

  @Test
  void withRetentionForEverThePlaylistIsAnEventAndOnlyGrows() {
    var forever =
        new StreamScript().policy(StreamPolicy.builder().retention(Duration.ZERO).build());
    for (int sequence = 0; sequence < 50; sequence++) {
      forever.appendAll(sequence).pass(Duration.ofHours(1));
    }
    assertThat(forever.manifest().window().mediaSequence()).isZero();
    assertThat(forever.playlist().type()).contains(PlaylistType.EVENT);
  }

  @Test
  void aReloadAfterTheFirstSegmentLeftTheFrontStartsARun() {
    appendEveryTwoSeconds(0, 15);
    assertThat(stream.append(0, "reloaded")).isEqualTo(new Accepted(IngestResult.LISTED));
    assertThat(stream.listing()).endsWith("14 | 0");
  }
}
