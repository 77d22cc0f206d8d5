package dev.chalkstream.internal.node;

import static dev.chalkstream.testing.TestSegments.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chalkstream.SessionId;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStores;
import dev.chalkstream.storage.PutCondition;
import dev.chalkstream.testing.ManualClock;
import dev.chalkstream.testing.Nodes;
import dev.chalkstream.testing.TracedStore;
import dev.chalkstream.testing.TracedStore.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which streams there are. */
class StreamDirectoryTest {

  private final ManualClock clock = new ManualClock();
  private final TracedStore store = new TracedStore(BlobStores.inMemory(clock));
  private final Instance node = node();

  private Instance node() {
    return Nodes.on(store).clock(clock).build();
  }

  private static SessionId session(int number) {
    return SessionId.of("session-" + number);
  }

  private void broadcast(int session, int segments) throws Exception {
    for (int sequence = 0; sequence < segments; sequence++) {
      node.ingest(upload(session(session), sequence, session + "-" + sequence).build());
    }
  }

  private static List<StreamStatus> streams(Instance of) throws IOException {
    try (var streams = of.streams()) {
      return streams.toList();
    }
  }

  @Test
  void allStreamsAreThereInTheOrderOfTheirIdsWhateverTheirState() throws Exception {
    for (int n = 0; n < 20; n++) {
      broadcast(n, 3);
    }
    node.complete(session(1));
    node.delete(session(2).streamId());
    assertThat(node.status(session(99).streamId()).state()).isEqualTo(State.WAITING);

    List<StreamStatus> streams = streams(node);

    assertThat(streams)
        .extracting(StreamStatus::id)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 20).mapToObj(n -> session(n).streamId()).toList())
        .isSortedAccordingTo((a, b) -> a.value().compareTo(b.value()));
    assertThat(streams)
        .allSatisfy(status -> assertThat(status).isEqualTo(node.status(status.id())))
        .extracting(StreamStatus::state)
        .contains(State.LIVE, State.COMPLETE, State.EXPIRED);
  }

  @Test
  void onlyWhatHasChangedIsRead() throws Exception {
    for (int n = 0; n < 20; n++) {
      broadcast(n, 3);
    }
    Instance other = node();
    streams(other);
    assertThat(store.count(Call.READ_MANIFEST)).isGreaterThanOrEqualTo(20);
    clock.advance(Duration.ofSeconds(1));
    node.ingest(upload(session(7), 3, "one more").build());
    store.resetCounts();

    assertThat(streams(other)).hasSize(20).anyMatch(status -> status.listedSegments() == 4);
    assertThat(store.count(Call.READ_MANIFEST)).isEqualTo(1);
    assertThat(store.count(Call.LIST)).isEqualTo(1);

    store.resetCounts();
    assertThat(streams(node)).hasSize(20);
    assertThat(store.count(Call.READ_MANIFEST)).as("served here").isZero();
  }

  @Test
  void theStreamOfADeadNodeIsCompletedByWhoListsIt() throws Exception {
    broadcast(0, 3);
    Instance other = node();
    assertThat(streams(other)).extracting(StreamStatus::state).containsExactly(State.LIVE);

    clock.advance(Duration.ofSeconds(30));

    assertThat(streams(other)).extracting(StreamStatus::state).containsExactly(State.COMPLETE);
  }

  @Test
  void whoWantsOneStreamOnlyReadsNoMore() throws Exception {
    for (int n = 0; n < 5; n++) {
      broadcast(n, 1);
    }
    store.resetCounts();
    try (var streams = node().streams()) {
      assertThat(streams.findFirst()).isPresent();
    }
    assertThat(store.count(Call.READ_MANIFEST)).isEqualTo(1);
  }

  @Test
  void whatIsNoStreamIsPassedOver() throws Exception {
    broadcast(0, 1);
    for (String key :
        List.of("elsewhere/manifest.json", "manifest.json", "g".repeat(40) + "/manifest.json")) {
      store.putIf(BlobKey.of(key), BlobContent.of(new byte[1]), PutCondition.always());
    }
    assertThat(streams(node)).hasSize(1);
  }

  @Test
  void aManifestThatCannotBeReadShowsAsDamagedAndTheOthersAsTheyAre() throws Exception {
    for (int n = 0; n < 5; n++) {
      broadcast(n, 3);
    }
    StreamId broken = session(2).streamId();
    store.putIf(Keys.manifest(broken), BlobContent.of(new byte[1]), PutCondition.always());

    for (Instance who : List.of(node(), node())) {
      assertThat(streams(who))
          .hasSize(5)
          .allSatisfy(
              status ->
                  assertThat(status.state())
                      .isEqualTo(status.id().equals(broken) ? State.DAMAGED : State.LIVE));
      assertThat(who.status(broken).listedSegments()).isZero();
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(node.status(broken)).as("of whom this node has known").satisfies(this::isAsBefore);
    assertThat(streams(node)).hasSize(5).anySatisfy(this::isAsBefore);
  }

  private void isAsBefore(StreamStatus status) {
    assertThat(status.state()).isEqualTo(State.DAMAGED);
    assertThat(status.listedSegments()).isEqualTo(3);
  }

  @Test
  void aStoreThatFailsIsAFaultOnTheWay() throws Exception {
    broadcast(0, 1);
    store.before(
        (call, key) -> {
          if (call == Call.READ_MANIFEST) {
            throw new IOException("scripted: out of reach");
          }
        });

    try (var streams = node().streams()) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(streams::toList)
          .withStackTraceContaining(session(0).streamId().value());
    }
  }
}
