package dev.chalkstream.benchmarks.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.benchmarks.manifest.Load.Routing;
import dev.chalkstream.benchmarks.manifest.SimulatedStore.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationTest {

  private static Stream<Arguments> designsAndLimits() {
    return Arrays.stream(Design.values())
        .flatMap(
            design ->
                Arrays.stream(KeyLimit.values())
                    .flatMap(
                        limit ->
                            Stream.of(500, 2_000)
                                .map(partMillis -> Arguments.of(design, limit, partMillis))));
  }

  /** An upload that is acknowledged twice ends the run with an exception. */
  @ParameterizedTest
  @MethodSource("designsAndLimits")
  void eachUploadIsAcknowledgedOnceAndListedAndSeenByTheOtherNodes(
      Design design, KeyLimit limit, int partMillis) {
    Result result = Simulation.run(Scenarios.crowded(design, limit, partMillis, 1));
    Tally tally = result.tally();
    int uploads = 6 * Scenarios.SECONDS * 1_000 / partMillis;
    int entries = design.slots() ? 6 * Scenarios.SECONDS / 2 : uploads;
    assertThat(tally.arrivals()).isEqualTo(uploads);
    assertThat(tally.acknowledging().count()).isEqualTo(uploads);
    assertThat(tally.listing().count()).isEqualTo(entries);
    assertThat(tally.open()).isZero();
  }

  @Test
  void everyOtherNodeSeesEachUploadOnce() {
    Scenario scenario = Scenarios.crowded(Design.LOG_GATHERED, KeyLimit.REFUSED, 500, 1);
    Tally tally = Simulation.run(scenario).tally();
    assertThat(tally.showing().count()).isEqualTo(2 * tally.arrivals());
  }

  @ParameterizedTest
  @CsvSource({
    // The segment, then the manifest.
    "QUEUE, 2000, 60",
    "PACED, 2000, 60",
    "PER_RENDITION, 2000, 60",
    // The segment, then its slot.
    "LOG, 2000, 60",
    "LOG_GATHERED, 2000, 60",
    // The part is its slot.
    "LOG, 500, 30",
    "LOG_GATHERED, 200, 30"
  })
  void withoutContentionAnUploadTakesExactlyItsCalls(Design design, int partMillis, long millis) {
    Samples delays = Simulation.run(Scenarios.alone(design, partMillis)).tally().acknowledging();
    assertThat(delays.percentile(1)).isEqualTo(millis * VirtualTime.MILLI);
    assertThat(delays.percentile(100)).isEqualTo(millis * VirtualTime.MILLI);
  }

  @Test
  void withoutContentionEachSegmentIsOneWriteAndNoRaceIsLost() {
    Tally tally = Simulation.run(Scenarios.alone(Design.QUEUE, 2_000)).tally();
    // The last segment ends with the broadcast, and its body comes after that.
    assertThat(tally.commits(Outcome.STORED)).isEqualTo(Scenarios.SECONDS / 2 - 1);
    assertThat(tally.commits(Outcome.LOST)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Design.class)
  void theSameSeedGivesTheSameRunAndAnotherOneAnother(Design design) {
    String once = print(Scenarios.crowded(design, KeyLimit.REFUSED, 500, 7));
    assertThat(print(Scenarios.crowded(design, KeyLimit.REFUSED, 500, 7))).isEqualTo(once);
    assertThat(print(Scenarios.crowded(design, KeyLimit.REFUSED, 500, 8))).isNotEqualTo(once);
  }

  private static String print(Scenario scenario) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new ResultTable(out).line("run", Simulation.run(scenario));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyLimit.class,
      names = {"DELAYED", "REFUSED"})
  void noManifestIsWrittenMoreThanOnceASecondWhereTheStoreForbidsIt(KeyLimit limit) {
    Result result = Simulation.run(Scenarios.crowded(Design.QUEUE, limit, 500, 1));
    assertThat(result.tally().commits(Outcome.STORED)).isBetween(1, Scenarios.SECONDS);
  }

  @Test
  void oneManifestGetsFewerWritesThanUploadsWhenNodesGather() {
    Scenario scenario = Scenarios.crowded(Design.LOG_GATHERED, KeyLimit.NONE, 500, 1);
    assertThat(Simulation.run(scenario).tally().commits(Outcome.STORED))
        .isLessThan(Scenarios.SECONDS);
  }

  @Test
  void aSessionThatStaysWithOneNodeLosesNoRace() {
    Load load = new Load(6, 3, 2_000, 2_000, true, Routing.BY_SESSION, 200);
    var scenario =
        new Scenario(Scenarios.LONG_TAIL, KeyLimit.NONE, load, Design.QUEUE, Looking.NONE, 60, 1);
    assertThat(Simulation.run(scenario).tally().commits(Outcome.LOST)).isZero();
  }
}
