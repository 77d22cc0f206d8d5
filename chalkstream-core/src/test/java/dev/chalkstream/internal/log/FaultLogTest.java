package dev.chalkstream.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class FaultLogTest {

  private static final class Lines extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines = new ArrayList<>();
    private final transient List<Throwable> traces = new ArrayList<>();

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String format, Object[] parameters, Throwable trace) {
      assertThat(level).isEqualTo(Level.WARN);
      lines.add(MessageFormatter.basicArrayFormat(format, parameters));
      if (trace != null) {
        traces.add(trace);
      }
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public boolean isErrorEnabled() {
      return false;
    }
  }

  private final Lines log = new Lines();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FaultLog faults = new FaultLog(log, () -> now);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aFaultIsLoggedAtOnceAndThenItsCountOnceAMinute() {
    for (int second = 0; second < 180; second++) {
      faults.fault(new IOException("out of reach"), "Stream {} has failed", "s" + second % 6);
      pass(Duration.ofSeconds(1));
    }

    assertThat(log.lines)
        .containsExactly(
            "Stream s0 has failed",
            "59 times more: Stream s5 has failed",
            "60 times more: Stream s5 has failed");
  }

  @Test
  void eachKindIsLoggedByItself() {
    for (int i = 0; i < 3; i++) {
      faults.fault(new IOException("out of reach"), "Stream {} has failed", i);
      faults.fault(new IllegalStateException("a defect"), "Stream {} has failed", i);
      faults.event("stream-" + i, "Stream {} was cut off", i);
    }

    assertThat(log.lines)
        .containsExactly(
            "Stream 0 has failed",
            "Stream 0 has failed",
            "Stream 0 was cut off",
            "Stream 1 was cut off",
            "Stream 2 was cut off");
  }

  @Test
  void whatIsAtTheBottomTellsFaultsApart() {
    faults.fault(new IOException(new EOFException()), "The store is at fault");
    faults.fault(new IOException(new SocketException()), "The store is at fault");
    faults.fault(new IOException(new IOException(new EOFException())), "The store is at fault");

    assertThat(log.lines).hasSize(2);
  }

  @Test
  void theCountOfWhatHasStoppedComesWithTheNextFaultOfAnyKind() {
    faults.event("a", "{} was cut off", "a");
    faults.event("a", "{} was cut off", "a");
    pass(Duration.ofHours(1));
    faults.event("b", "{} was cut off", "b");

    assertThat(log.lines)
        .containsExactly("a was cut off", "1 times more: a was cut off", "b was cut off");
  }

  @Test
  void aFaultThatComesBackAfterAMinuteIsNew() {
    faults.event("a", "{} was cut off", "a");
    pass(Duration.ofMinutes(1));
    faults.event("a", "{} was cut off", "a");

    assertThat(log.lines).containsExactly("a was cut off", "a was cut off");
  }

  @Test
  void aStackTraceIsLoggedOnce() {
    IOException cause = new IOException("out of reach");
    for (int i = 0; i < 100; i++) {
      faults.faultWithTrace(cause, "The authorizer has failed");
      pass(Duration.ofSeconds(1));
    }

    assertThat(log.traces).containsExactly(cause);
    assertThat(log.lines).hasSize(2);
  }

  @Test
  void aClockThatIsSetBackDoesNotSilenceFaults() {
    faults.event("a", "{} was cut off", "a");
    pass(Duration.ofDays(-1));
    faults.event("a", "{} was cut off", "a");

    assertThat(log.lines).containsExactly("a was cut off", "a was cut off");
  }

  @Test
  void countsAreWrittenWithoutAnotherFaultWhenTheyAreDue() {
    faults.event("a", "{} was cut off", "a");
    assertThat(faults.writeCounts()).isFalse();
    faults.event("a", "{} was cut off", "a");
    assertThat(faults.writeCounts()).as("not due yet").isTrue();
    pass(Duration.ofMinutes(1));

    assertThat(faults.writeCounts()).isFalse();
    assertThat(log.lines).containsExactly("a was cut off", "1 times more: a was cut off");
  }

  @Test
  void howManyKindsThereAreCanBeSaid() {
    var few = new FaultLog(log, () -> now, 3);
    for (int i = 0; i < 50; i++) {
      few.event("stream-" + i, "{} was cut off", i);
    }
    pass(Duration.ofMinutes(1));
    few.event("stream-0", "{} was cut off", 0);

    assertThat(log.lines)
        .containsExactly(
            "0 was cut off",
            "1 was cut off",
            "2 was cut off",
            "3 was cut off",
            "46 times more: 49 was cut off",
            "0 was cut off");
  }

  @Test
  void keysWithoutNumberBecomeOneKind() {
    for (int i = 0; i < 5_000; i++) {
      faults.event("stream-" + i, "{} was cut off", i);
    }

    assertThat(log.lines).hasSize(1_001);
  }
}
