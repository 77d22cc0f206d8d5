package dev.chalkstream.example.live;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.StreamStatus.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The streams of which something is kept, for those who look every few seconds. The store's listing
 * is gone through now and then, once for all who look; in between, only streams that are live or
 * damaged are looked at anew. Safe for use by many threads.
 */
final class StreamIndex {

  private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);

  /** Of a large store, the listing takes up so little of the time: one in so many parts. */
  private static final int PART_OF_TIME = 20;

  private final Chalkstream chalkstream;
  private final InstantSource clock;
  private final ReentrantLock listing = new ReentrantLock();
  private volatile Map<StreamId, StreamStatus> known = new ConcurrentHashMap<>();
  private volatile Instant listAt = Instant.MIN;

  StreamIndex(Chalkstream chalkstream, InstantSource clock) {
    this.chalkstream = chalkstream;
    this.clock = clock;
  }

  /**
   * The streams that are live, complete or damaged, in no order. A stream that has begun, or has
   * been taken up again, may be missing for some seconds.
   *
   * @throws IOException if the store is at fault
   */
  List<StreamStatus> streams() throws IOException {
    listIfDue();
    List<StreamStatus> streams = new ArrayList<>();
    for (StreamStatus status : known.values()) {
      boolean changes = status.state() == State.LIVE || status.state() == State.DAMAGED;
      StreamStatus now = changes ? chalkstream.status(status.id()) : status;
      if (isKept(now)) {
        streams.add(now);
      }
    }
    return streams;
  }

  /** Leaves a stream out from now on, unless it begins anew. */
  void remove(StreamId stream) {
    known.remove(stream);
  }

  private void listIfDue() throws IOException {
    if (clock.instant().isBefore(listAt)) {
      return;
    }
    // Who comes while another lists makes do with what is known, if anything is.
    if (listAt.equals(Instant.MIN)) {
      listing.lock();
    } else if (!listing.tryLock()) {
      return;
    }
    try {
      if (!clock.instant().isBefore(listAt)) {
        list();
      }
    } finally {
      listing.unlock();
    }
  }

  private void list() throws IOException {
    Instant begun = clock.instant();
    Map<StreamId, StreamStatus> found = new ConcurrentHashMap<>();
    try (Stream<StreamStatus> streams = chalkstream.streams()) {
      streams.filter(StreamIndex::isKept).forEach(status -> found.put(status.id(), status));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    known = found;
    Duration took = Duration.between(begun, clock.instant()).multipliedBy(PART_OF_TIME);
    listAt = clock.instant().plus(took.compareTo(LEAST_PAUSE) > 0 ? took : LEAST_PAUSE);
  }

  private static boolean isKept(StreamStatus status) {
    return switch (status.state()) {
      case LIVE, COMPLETE, DAMAGED -> true;
      case WAITING, EXPIRED -> false;
    };
  }
}
