package dev.chalkstream.internal.transition;

import static dev.chalkstream.internal.transition.StreamScript.TWO_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Order, runs and gaps: section 5 of the documented behaviour, "Order" and "Runs". */
class TransitionTest {

  private static final Duration GAP_LIMIT = Duration.ofSeconds(3);
  private static final Accepted LISTED = new Accepted(IngestResult.LISTED);
  private static final Accepted WAITING = new Accepted(IngestResult.WAITING);
  private static final Accepted UNCHANGED = new Accepted(IngestResult.UNCHANGED);

  private final StreamScript stream = new StreamScript();

  private static void assertRejected(AppendOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  @Test
  void segmentsInOrderAreListedAsTheyCome() {
    assertThat(stream.append(0, "a")).isEqualTo(LISTED);
    assertThat(stream.append(1, "b")).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1");
  }

  @Test
  void aSegmentThatArrivesEarlyWaitsForTheOneBeforeIt() {
    stream.appendAll(0);
    assertThat(stream.append(2, "c")).isEqualTo(WAITING);
    assertThat(stream.listing()).isEqualTo("0");
    assertThat(stream.waiting()).containsExactly(2L);

    assertThat(stream.append(1, "b")).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1 2");
    assertThat(stream.waiting()).isEmpty();
  }

  @Test
  void theFirstRunWaitsForZero() {
    assertThat(stream.append(1, "b")).isEqualTo(WAITING);
    assertThat(stream.append(0, "a")).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1");
  }

  @Test
  void theSameSegmentAgainChangesNothing() {
    stream.appendAll(0, 1, 3);
    Manifest before = stream.manifest();
    assertThat(stream.append(1, "s1")).isEqualTo(UNCHANGED);
    assertThat(stream.append(3, "s3")).isEqualTo(UNCHANGED);
    assertThat(stream.manifest()).isSameAs(before);
  }

  @Test
  void aTakenSequenceWithOtherBytesIsRejected() {
    stream.appendAll(0, 1, 3);
    assertRejected(stream.append(1, "other"), Reason.SEQUENCE_TAKEN);
    assertRejected(stream.append(3, "other"), Reason.SEQUENCE_TAKEN);
    assertThat(stream.listing()).isEqualTo("0 1");
  }

  @Test
  void anOverdueGapIsClosedByTheNextAppend() {
    stream.appendAll(0, 1, 4).pass(GAP_LIMIT);
    assertThat(stream.append(5, "f")).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1 gap gap 4 5");
    assertThat(stream.manifest().window().head().get(2).duration()).isEqualTo(TWO_SECONDS);
  }

  @Test
  void anOverdueGapIsClosedByWhoeverSeesIt() {
    stream.appendAll(0, 2).passTime();
    assertThat(stream.listing()).isEqualTo("0");
    stream.pass(GAP_LIMIT).passTime();
    assertThat(stream.listing()).isEqualTo("0 gap 2");
  }

  @Test
  void aGapIsMeasuredFromWhenItsSegmentWasTheOneToCome() {
    stream.appendAll(0, 3).pass(Duration.ofSeconds(2)).appendAll(1).pass(Duration.ofSeconds(2));
    stream.passTime();
    assertThat(stream.listing()).isEqualTo("0 1");
    stream.pass(Duration.ofSeconds(1)).passTime();
    assertThat(stream.listing()).isEqualTo("0 1 gap 3");
  }

  @Test
  void whatComesForAClosedSlotIsRejected() {
    stream.appendAll(0, 2).pass(GAP_LIMIT).appendAll(3);
    assertRejected(stream.append(1, "late"), Reason.SLOT_CLOSED);
    assertThat(stream.listing()).isEqualTo("0 gap 2 3");
  }

  @Test
  void aSegmentThatComesLateForItsGapIsRejectedEvenAfterSilence() {
    stream.appendAll(0, 2).pass(GAP_LIMIT).passTime();
    stream.pass(GAP_LIMIT);
    assertRejected(stream.append(1, "late"), Reason.SLOT_CLOSED);
    assertThat(stream.listing()).isEqualTo("0 gap 2");
  }

  @Test
  void byPolicyMissingSegmentsArePassedOverWithADiscontinuity() {
    stream.policy(StreamPolicy.builder().marksGaps(false).build());
    stream.appendAll(0, 2).pass(GAP_LIMIT).passTime();
    assertThat(stream.listing()).isEqualTo("0 | 2");
  }

  @Test
  void byPolicyAMissingSegmentIsWaitedForForLonger() {
    stream.policy(StreamPolicy.builder().gapLimit(3).build());
    stream.appendAll(0, 2).pass(GAP_LIMIT).passTime();
    assertThat(stream.listing()).isEqualTo("0");
    stream.pass(GAP_LIMIT).passTime();
    assertThat(stream.listing()).isEqualTo("0 gap 2");
  }

  @Test
  void aGapAfterAResumptionStandsBehindItsDiscontinuityAndAtItsTime() {
    stream.appendAll(0, 1).complete();
    stream.pass(Duration.ofMinutes(5)).append(3, "s3");
    stream.pass(GAP_LIMIT).passTime();
    assertThat(stream.listing()).isEqualTo("0 1 | gap 3");
    assertThat(stream.manifest().window().head().get(2).start())
        .isEqualTo(stream.now().minus(GAP_LIMIT).minusSeconds(4));
  }

  @Test
  void moreThanSixteenMissingInARowAreOneDiscontinuity() {
    stream.appendAll(0, 17).pass(GAP_LIMIT).passTime();
    assertThat(stream.manifest().window().head()).hasSize(18);
    stream.appendAll(35).pass(GAP_LIMIT).passTime();
    assertThat(stream.append(36, "s36")).isEqualTo(LISTED);
    assertThat(stream.listing()).endsWith("17 | 35 36");
    assertRejected(stream.append(20, "late"), Reason.SLOT_CLOSED);
  }

  @Test
  void aRunWhoseZeroNeverComesStartsAtTheLowestThatWaits() {
    stream.appendAll(6, 5).pass(GAP_LIMIT).passTime();
    assertThat(stream.listing()).isEqualTo("5 6");
    assertThat(stream.append(7, "h")).isEqualTo(LISTED);
    assertRejected(stream.append(0, "late"), Reason.SLOT_CLOSED);
    assertRejected(stream.append(4, "late"), Reason.SLOT_CLOSED);
  }

  @Test
  void whatMayWaitIsBoundedInNumberAndBytes() {
    stream.policy(StreamPolicy.builder().maxWaitingSegments(2).build()).appendAll(0, 2, 3);
    assertRejected(stream.append(4, "e"), Reason.TOO_MANY_WAITING);
    assertThat(stream.append(1, "b")).isEqualTo(LISTED);

    var small =
        new StreamScript()
            .policy(StreamPolicy.builder().maxSegmentBytes(188).maxWaitingBytes(375).build());
    small.appendAll(0, 2);
    assertRejected(small.append(3, "d"), Reason.TOO_MANY_WAITING);
    assertThat(small.waiting()).containsExactly(2L);
  }

  @Test
  void completionListsWhatWaits() {
    stream.appendAll(0, 2, 4).complete();
    assertThat(stream.listing()).isEqualTo("0 gap 2 gap 4");
    assertThat(stream.manifest().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void aStreamIsCompleteAfterThirtySecondsOfSilence() {
    stream.append(0, "a");
    stream.pass(Duration.ofMillis(29_999)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.LIVE);
    stream.pass(Duration.ofMillis(1)).passTime();
    assertThat(stream.manifest().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void nextDueNamesTheInstantAtWhichTimeAloneChangesTheStream() {
    stream.append(0, "a");
    assertThat(stream.nextDue()).isEqualTo(stream.now().plus(Duration.ofSeconds(30)));
    stream.append(2, "c");
    assertThat(stream.nextDue()).isEqualTo(stream.now().plus(GAP_LIMIT));
    stream.complete();
    assertThat(stream.nextDue()).isEqualTo(stream.now().plus(Duration.ofMinutes(10)));
    stream.pass(Duration.ofMinutes(10)).passTime();
    assertThat(stream.nextDue()).isEqualTo(Instant.MAX);
  }

  @Test
  void aBroadcastThatGoesOnAfterItsEndIsResumedBehindADiscontinuity() {
    stream.appendAll(0, 1).complete();
    assertThat(stream.append(2, "c")).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1 | 2");
    assertThat(stream.manifest().state()).isEqualTo(State.LIVE);
  }

  @Test
  void aSequenceThatFallsBackToZeroWithOtherBytesStartsARun() {
    stream.appendAll(0, 1);
    assertThat(stream.append(0, "reloaded")).isEqualTo(LISTED);
    assertThat(stream.append(1, "reloaded too")).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1 | 0 1");
  }

  @Test
  void inALaterRunOneBeforeZeroIsRejected() {
    stream.appendAll(0, 1);
    assertRejected(stream.append(1, "reloaded too"), Reason.SEQUENCE_TAKEN);
  }

  @Test
  void aSequenceThatFallsBackAfterSilenceStartsARun() {
    stream.appendAll(0, 1, 2).pass(GAP_LIMIT);
    assertThat(stream.append(1, "reloaded")).isEqualTo(WAITING);
    assertThat(stream.append(0, "first")).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1 2 | 0 1");
  }

  @Test
  void theSameBytesAgainAreARetryWhileLiveAndANewRunAfterTheEnd() {
    stream.appendAll(0, 1).pass(GAP_LIMIT);
    assertThat(stream.append(0, "s0")).isEqualTo(UNCHANGED);
    stream.complete();
    assertThat(stream.append(StreamScript.name(StreamScript.digest("s0"), 1), 0, null, TWO_SECONDS))
        .isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 1 | 0");
  }

  @Test
  void aNewRunIdStartsARunAndListsWhatTheOldOneHadWaiting() {
    stream.append(0, "a", "one", TWO_SECONDS);
    stream.append(2, "c", "one", TWO_SECONDS);
    assertThat(stream.append(1, "B", "two", TWO_SECONDS)).isEqualTo(WAITING);
    assertThat(stream.listing()).isEqualTo("0 gap 2");
    assertThat(stream.append(0, "A", "two", TWO_SECONDS)).isEqualTo(LISTED);
    assertThat(stream.listing()).isEqualTo("0 gap 2 | 0 1");
  }

  @Test
  void aSupersededRunIsRejected() {
    stream.append(0, "a", "one", TWO_SECONDS);
    stream.append(0, "A", "two", TWO_SECONDS);
    assertRejected(stream.append(1, "b", "one", TWO_SECONDS), Reason.RUN_SUPERSEDED);
    assertThat(stream.append(1, "B", "two", TWO_SECONDS)).isEqualTo(LISTED);
  }

  @Test
  void theLastEightRunsAreRemembered() {
    IntStream.rangeClosed(0, 9).forEach(n -> stream.append(0, "a" + n, "run" + n, TWO_SECONDS));
    assertThat(stream.manifest().supersededRuns()).hasSize(8).first().isEqualTo("run1");
  }

  @Test
  void aRetryInANamedRunChangesNothingEvenAfterTheEnd() {
    stream.append(0, "a", "one", TWO_SECONDS);
    stream.complete();
    assertThat(stream.append(0, "a", "one", TWO_SECONDS)).isEqualTo(UNCHANGED);
    assertThat(stream.manifest().state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void theSameBytesAtAnotherPlaceAreAnotherSegment() {
    stream.append(0, "a");
    assertThat(stream.append(StreamScript.name(StreamScript.digest("a"), 5), 1, null, TWO_SECONDS))
        .isEqualTo(LISTED);
    assertThat(stream.append(1, "a")).isEqualTo(UNCHANGED);
  }

  @Test
  void theTargetDurationIsTheFirstDurationRoundedUp() {
    stream.append(0, "a", null, Duration.ofMillis(5_100));
    assertThat(stream.manifest().targetDuration()).isEqualTo(TargetDuration.ofSeconds(6));
  }

  @Test
  void theBroadcasterCanNameTheTargetDurationAndOnlyALongerSegmentRaisesIt() {
    stream.targetDuration(4).append(0, "a", null, TWO_SECONDS);
    assertThat(stream.manifest().targetDuration()).isEqualTo(TargetDuration.ofSeconds(4));
    stream.targetDuration(9).append(1, "b", null, Duration.ofMillis(4_499));
    assertThat(stream.manifest().targetDuration()).isEqualTo(TargetDuration.ofSeconds(4));
    stream.append(2, "c", null, Duration.ofMillis(4_500));
    assertThat(stream.manifest().targetDuration()).isEqualTo(TargetDuration.ofSeconds(5));
  }

  @Test
  void mediaTimeRunsOnWithinARunAndCatchesUpWithTheClockAtADiscontinuity() {
    stream.append(0, "a");
    stream.pass(Duration.ofSeconds(5)).append(1, "b");
    var listed = stream.manifest().window().head();
    assertThat(listed.get(0).start()).isEqualTo(ManualClock.START.minusSeconds(2));
    assertThat(listed.get(1).start()).isEqualTo(ManualClock.START);

    stream.complete().pass(Duration.ofSeconds(60)).append(2, "c");
    assertThat(stream.manifest().window().head().get(2).start())
        .isEqualTo(stream.now().minusSeconds(2));
  }

  @Test
  void aStreamIsLiveSinceItsBroadcastBeganAndNotSinceItsFirst() {
    stream.appendAll(0, 1);
    stream.append(0, "reloaded");
    assertThat(stream.manifest().liveSince()).isEqualTo(ManualClock.START);
    stream.complete().pass(Duration.ofMinutes(1)).append(1, "taken up again");
    assertThat(stream.manifest().liveSince()).isEqualTo(stream.now());
    assertThat(stream.manifest().startedAt()).isEqualTo(ManualClock.START);
  }

  @Test
  void manifestTimeNeverGoesBack() {
    stream.append(0, "a");
    stream.pass(Duration.ofHours(-1)).append(1, "b");
    assertThat(stream.manifest().time()).isEqualTo(ManualClock.START);
  }
}
