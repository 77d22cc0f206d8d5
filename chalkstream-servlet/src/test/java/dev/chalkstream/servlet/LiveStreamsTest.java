package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {

  private static final Duration SILENCE = Duration.ofSeconds(20);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));

  private LiveStreams limited(int perMinute, int live) {
    return new LiveStreams(perMinute, live, SILENCE, time::get);
  }

  private void pass(Duration duration) {
    time.set(time.get().plus(duration));
  }

  private static StreamId stream(int number) {
    return SessionId.of("session-" + number).streamId();
  }

  private static void take(LiveStreams streams, StreamId stream) throws ProblemException {
    streams.begin(stream);
    streams.end(stream, true);
  }

  private static void assertRefused(LiveStreams streams, StreamId stream, String retryAfter) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> streams.begin(stream));
    assertThat(refused.problem().status()).isEqualTo(429);
    assertThat(refused.problem().headers()).containsEntry("Retry-After", retryAfter);
  }

  @Test
  void aStreamMoreThanMayBeLiveIsRefusedAndThoseThatAreGoOn() throws Exception {
    LiveStreams streams = limited(0, 2);
    take(streams, stream(1));
    take(streams, stream(2));

    assertRefused(streams, stream(3), "20");
    take(streams, stream(1));
  }

  @Test
  void aStreamThatIsSilentOrCompletedMakesRoom() throws Exception {
    LiveStreams streams = limited(0, 2);
    take(streams, stream(1));
    pass(SILENCE.dividedBy(2));
    take(streams, stream(2));
    pass(SILENCE.dividedBy(2));
    take(streams, stream(3));
    assertRefused(streams, stream(1), "20");

    streams.completed(stream(2));
    take(streams, stream(1));
  }

  @Test
  void anUploadOnItsWayCountsAndOneThatFailsMakesNoStreamLive() throws Exception {
    LiveStreams streams = limited(0, 1);
    streams.begin(stream(1));
    streams.begin(stream(1));
    streams.end(stream(1), false);

    assertRefused(streams, stream(2), "20");
    streams.end(stream(1), false);
    take(streams, stream(2));
  }

  @Test
  void aSessionMaySendAMinutesWorthAtOnceAndThenAtTheRate() throws Exception {
    LiveStreams streams = limited(6, 0);
    for (int i = 0; i < 6; i++) {
      take(streams, stream(1));
    }

    assertRefused(streams, stream(1), "11");
    take(streams, stream(2));
    pass(Duration.ofSeconds(10));
    take(streams, stream(1));
    assertRefused(streams, stream(1), "11");
    pass(Duration.ofMinutes(5));
    for (int i = 0; i < 6; i++) {
      take(streams, stream(1));
    }
    assertRefused(streams, stream(1), "11");
  }

  @Test
  void whoMaySendNoMoreForNowMayEndALiveStreamOnce() throws Exception {
    LiveStreams streams = limited(1, 0);
    take(streams, stream(1));
    assertRefused(streams, stream(1), "61");

    streams.beginCompletion(stream(1));
    streams.end(stream(1), false);
    streams.completed(stream(1));

    assertCompletionRefused(streams, stream(1));
  }

  @Test
  void aCompletionOfAStreamThatIsNotLiveCountsLikeAnUpload() throws Exception {
    LiveStreams streams = limited(2, 1);
    streams.beginCompletion(stream(1));
    streams.end(stream(1), false);
    streams.beginCompletion(stream(1));
    streams.end(stream(1), false);

    assertCompletionRefused(streams, stream(1));
    take(streams, stream(2));
    assertCompletionRefused(streams, stream(3));
  }

  private static void assertCompletionRefused(LiveStreams streams, StreamId stream) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> streams.beginCompletion(stream));
    assertThat(refused.problem().status()).isEqualTo(429);
  }

  @Test
  void aClockThatGoesBackBlocksNobodyForLong() throws Exception {
    LiveStreams streams = limited(6, 0);
    take(streams, stream(1));
    pass(Duration.ofSeconds(-30));

    take(streams, stream(1));
  }

  @Test
  void nothingIsKeptOfStreamsThatAreOver() throws Exception {
    LiveStreams streams = limited(100, 0);
    for (int i = 0; i < 20_000; i++) {
      take(streams, stream(i));
      pass(Duration.ofSeconds(1));
    }

    assertThat(streams.size()).isLessThanOrEqualTo(1_024);
  }

  @Test
  void withoutLimitsNothingIsKeptAtAll() throws Exception {
    LiveStreams streams = limited(0, 0);
    for (int i = 0; i < 100; i++) {
      take(streams, stream(1));
    }

    assertThat(streams.size()).isZero();
  }
}
