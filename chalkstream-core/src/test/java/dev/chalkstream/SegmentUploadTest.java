package dev.chalkstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.chalkstream.hls.TargetDuration;
import dev.chalkstream.testing.TestSegments;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentUploadTest {

  private static SegmentUpload.Builder upload() {
    return TestSegments.upload(SessionId.of("s"), 0, "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000000999S", "PT5M0.000001S", "PT2562047H"})
  void aDurationOutOfRangeIsRefused(Duration duration) {
    assertThatIllegalArgumentException().isThrownBy(() -> upload().duration(duration));
  }

  @Test
  void aDurationIsCutToMicroseconds() {
    assertThat(upload().duration(Duration.ofNanos(1_999_999_999)).build().duration())
        .isEqualTo(Duration.ofNanos(1_999_999_000));
    assertThat(upload().duration(SegmentUpload.MAX_DURATION).build().duration()).hasMinutes(5);
  }

  @Test
  void aSequenceOutOfRangeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> upload().sequence(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> upload().sequence(SegmentUpload.MAX_SEQUENCE + 1));
  }

  @Test
  void aTargetDurationBeyondTheLongestSegmentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> upload().targetDuration(TargetDuration.ofSeconds(301)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "tab\t", "umlaut-ä"})
  void aRunThatIsNoIdIsRefused(String run) {
    assertThatIllegalArgumentException().isThrownBy(() -> upload().run(run));
  }

  @Test
  void aRunHasAtMost64Characters() {
    assertThat(upload().run("r".repeat(64)).build().run()).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> upload().run("r".repeat(65)));
  }

  @Test
  void theBodyIsWhatTheBufferShowedWhateverBecomesOfItsPosition() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);
    SegmentUpload upload = upload().body(buffer).build();
    buffer.position(3);
    assertThat(upload.body().remaining()).isEqualTo(2);
    upload.body().get();
    assertThat(upload.body().get()).isEqualTo((byte) 2);
  }

  @Test
  void whatMustBeSetIsAskedFor() {
    assertThatNullPointerException()
        .isThrownBy(() -> SegmentUpload.builder(SessionId.of("s")).build());
  }
}
