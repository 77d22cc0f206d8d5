package dev.chalkstream.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class StreamsAtWorkTest {

  private static final StreamId STREAM = SessionId.of("a-secret").streamId();
  private static final StreamId OTHER = SessionId.of("another-secret").streamId();

  private final Queue<Runnable> handed = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final StreamsAtWork atWork = new StreamsAtWork();

  private void begin(StreamId stream, String work, Executor workers) {
    atWork.begin(stream, () -> done.add(work), workers);
  }

  @Test
  void ofOneStreamOnlyOneWorkIsOnItsWay() {
    begin(STREAM, "first", handed::add);
    begin(STREAM, "second", handed::add);
    begin(OTHER, "other", handed::add);
    handed.forEach(Runnable::run);
    begin(STREAM, "third", Runnable::run);

    assertThat(done).containsExactly("first", "other", "third");
  }

  @Test
  void aStreamThatGotNoThreadHasItsTurnAgain() {
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(
            () ->
                begin(
                    STREAM,
                    "first",
                    work -> {
                      throw new OutOfMemoryError("scripted");
                    }));
    begin(STREAM, "second", Runnable::run);

    assertThat(done).containsExactly("second");
  }

  @Test
  void aStreamWhoseWorkThrowsHasItsTurnAgain() {
    Runnable broken =
        () -> {
          throw new IllegalStateException("scripted");
        };
    atWork.begin(STREAM, broken, handed::add);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(handed.remove()::run);
    begin(STREAM, "second", Runnable::run);

    assertThat(done).containsExactly("second");
  }
}
