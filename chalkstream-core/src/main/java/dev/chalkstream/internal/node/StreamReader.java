package dev.chalkstream.internal.node;

import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.SharedTask;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads one stream for its viewers: once for all who ask at the same time, and on another thread
 * than theirs. Safe for many threads.
 *
 * <p>A viewer gets the stream as it was in the store not longer before than the refresh interval.
 * So whoever waits for that long between two requests, to whichever nodes, never sees an older
 * stream than before.
 */
final class StreamReader {

  private final KnownStream known;
  private final Node node;
  private final SharedTask<KnownStream.State> reading;
  private Instant lookedEarlyAt = Instant.MIN;

  StreamReader(KnownStream known, Node node) {
    this.known = known;
    this.node = node;
    this.reading = new SharedTask<>(node.workers().streams(), node.clock(), this::read);
  }

  private KnownStream.State read() throws IOException {
    try {
      return known.read();
    } catch (IOException e) {
      known.failed(e);
      throw e;
    }
  }

  /**
   * The stream as of now. While the store is out of reach, as it was known last.
   *
   * @param held the revision of it that the viewer says to have, or 0; an older one is not shown,
   *     unless it is what the store has by now
   * @throws IOException if the store is at fault, or too slow, and nothing as new is known; or
   *     nothing as new is known, and the store was looked at for such a viewer a moment ago
   */
  StreamView current(long held) throws IOException {
    Instant arrived = node.clock().instant();
    KnownStream.State state = known.latest();
    if (state != null && isGoodFor(state, held, arrived)) {
      return state.view();
    }
    if (known.hasJustFailed() && (state != null || known.damage() != null)) {
      return lastResort(held, justFailed());
    }
    try {
      return look(held, arrived);
    } catch (IOException e) {
      return lastResort(held, e);
    }
  }

  private IOException justFailed() {
    DamagedBlobException damage = known.damage();
    return damage == null
        ? new IOException("the store was at fault a moment ago")
        : new DamagedBlobException(String.valueOf(damage.getMessage()), damage);
  }

  private boolean isGoodFor(KnownStream.State state, long held, Instant arrived) {
    return known.isFresh(state, arrived) && state.view().revision() >= held;
  }

  /**
   * What is at work when a viewer comes may have begun too early; what begins after that has not.
   */
  private StreamView look(long held, Instant arrived) throws IOException {
    Patience patience = node.patience();
    KnownStream.State state = known.latest();
    if (state == null || !known.isFresh(state, arrived)) {
      state = read(held, arrived, state == null ? patience.stream() : patience.playlist());
      boolean isNew = !state.asOf().isBefore(arrived);
      if (isNew || isGoodFor(state, held, arrived)) {
        return state.view();
      }
    }
    if (known.isFresh(state, arrived) && !mayLookEarly(state, arrived)) {
      return believe(state, held);
    }
    return read(held, arrived, patience.playlist()).view();
  }

  /**
   * Whether the store may be looked at although what is known is fresh, since a viewer says to have
   * something newer. Anybody can say so; what it costs is one read in the time for which what was
   * read is shown, however many do.
   */
  private synchronized boolean mayLookEarly(KnownStream.State state, Instant now) {
    Instant last = lookedEarlyAt;
    if (!now.isBefore(last) && now.isBefore(last.plus(known.shelfLife(state.view())))) {
      return false;
    }
    lookedEarlyAt = now;
    return true;
  }

  /** What the store has gone back behind, nobody will ever show again. */
  private StreamView believe(KnownStream.State state, long held) throws IOException {
    if (held <= known.lostRevision()) {
      return state.view();
    }
    throw new IOException("nothing as new as the viewer has was found a moment ago");
  }

  /** Joins a reading, or begins one, unless the last one has just brought what is wanted. */
  private KnownStream.State read(long held, Instant arrived, Duration patience) throws IOException {
    return reading.get(
        patience,
        () -> {
          KnownStream.State state = known.latest();
          return state != null && isGoodFor(state, held, arrived) ? state : null;
        });
  }

  private StreamView lastResort(long held, IOException fault) throws IOException {
    KnownStream.State state = known.latest();
    if (state == null || state.view().revision() < held) {
      throw fault;
    }
    return state.view();
  }
}
