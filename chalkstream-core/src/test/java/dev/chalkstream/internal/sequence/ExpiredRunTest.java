package dev.chalkstream.internal.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.IngestResult;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.transition.StreamScript;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run that goes on after its stream has expired. */
class ExpiredRunTest {

  private final StreamScript stream =
      new StreamScript().policy(StreamPolicy.builder().retention(Duration.ofMinutes(1)).build());

  @Test
  void aNumberThatIsMissingAfterTheExpiryIsGivenUpWithoutAGap() {
    stream.appendAll(0, 1).complete();
    stream.pass(Duration.ofMinutes(2)).passTime();

    stream.appendAll(3).pass(Duration.ofSeconds(10));
    assertThat(stream.append(4, "s4")).isEqualTo(new Accepted(IngestResult.LISTED));
    assertThat(stream.listing()).isEqualTo("| 3 4");
    assertThat(stream.manifest().window().mediaSequence()).isEqualTo(2);
  }
}
