package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * In which order the store is given what one session sends, and how much of it at once. An encoder
 * that goes faster than real time waits for no answer: it sends hundreds of segments side by side,
 * and a playlist after each of them. What waits for its turn waits in memory and holds no thread.
 * Nothing is kept of a session that is sending nothing. Safe for many threads.
 */
final class UploadOrder {

  private static final int MOST_ACQUAINTED = 4_096;

  private final long share;
  private final InstantSource clock;
  private final Map<StreamId, Session> sessions = new HashMap<>();

  /** The sessions that have sent fragmented MP4, those that did last: others lose a moment. */
  private final Set<StreamId> acquainted = Collections.newSetFromMap(new LinkedHashMap<>());

  /**
   * Knows no session yet.
   *
   * @param share how many bytes of one session may wait for the store; beyond them it is read more
   *     slowly, so that the others have room. What is on its way of it may take half as many
   * @param clock says what time it is
   */
  UploadOrder(long share, InstantSource clock) {
    this.share = share;
    this.clock = clock;
  }

  /**
   * Takes a place behind all that the session has begun to send and that has not ended.
   *
   * @param name under which it is sent, if that matters
   */
  synchronized Place begin(StreamId stream, SessionQueue.Kind kind, String name) {
    Session session = sessions.computeIfAbsent(stream, Session::new);
    if (acquainted.contains(stream)) {
      session.queue.acquaint();
    }
    return new Place(session, session.queue.begin(kind, name, clock.instant()));
  }

  /** How many sessions something is kept of. */
  synchronized int size() {
    return sessions.size();
  }

  private void remember(Session session) {
    if (session.queue.isAcquainted() && acquainted.add(session.stream)) {
      while (acquainted.size() > MOST_ACQUAINTED) {
        acquainted.remove(acquainted.iterator().next());
      }
    }
  }

  private void giveTurns(Session session) {
    List<Runnable> turns;
    synchronized (this) {
      turns = session.nextTurns(clock.instant());
    }
    turns.forEach(Runnable::run);
  }

  private final class Session {

    private final StreamId stream;
    private final SessionQueue queue = new SessionQueue();
    private final Map<SessionQueue.Entry, Runnable> waiting = new IdentityHashMap<>();
    private final Map<SessionQueue.Entry, HeldBack> heldBack = new LinkedHashMap<>();
    private Instant alarm = Instant.MAX;
    private int whole;
    private long wholeBytes;
    private long arrivingBytes;

    Session(StreamId stream) {
      this.stream = stream;
    }

    /** What is to be run by those whose turn it is. */
    List<Runnable> nextTurns(Instant now) {
      List<Runnable> turns = queue.next(now).stream().map(waiting::remove).toList();
      Instant due = queue.due();
      if (due.isBefore(alarm)) {
        alarm = due;
        long millis = Duration.between(now, due).toMillis() + 1;
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::ring);
      }
      return turns;
    }

    private void ring() {
      synchronized (UploadOrder.this) {
        alarm = Instant.MAX;
      }
      giveTurns(this);
    }

    /**
     * The oldest of those that are on their way may take what it needs, so that not all of them
     * wait half-read for each other; the others, as long as they leave it room.
     */
    boolean mayTake(SessionQueue.Entry entry, long bytes) {
      boolean oldest = entry.equals(queue.oldestArriving());
      return wholeBytes < share && (oldest || arrivingBytes + bytes <= share / 2);
    }

    /** Lets those read on that may. */
    void resume() {
      long promised = 0;
      for (SessionQueue.Entry entry : queue.arriving(heldBack.keySet())) {
        HeldBack next = heldBack.get(entry);
        if (next != null && mayTake(entry, promised + next.bytes())) {
          promised += next.bytes();
          heldBack.remove(entry);
          CompletableFuture.runAsync(next.later());
        }
      }
    }
  }

  private record HeldBack(long bytes, Runnable later) {}

  /** The place of one upload in its session. */
  final class Place {

    private final Session session;
    private final SessionQueue.Entry entry;
    private long bytes;
    private boolean ended;

    private Place(Session session, SessionQueue.Entry entry) {
      this.session = session;
      this.entry = entry;
    }

    /**
     * Whether it may take more memory: not while so much of its session waits for the store that
     * others might find no room. What it may take counts as taken from now on, as others of its
     * session ask before it has taken it.
     *
     * @param needed how many bytes
     * @param held how many it has taken
     * @param later is run once, on a thread of its own, if it may not now
     */
    boolean mayTake(long needed, long held, Runnable later) {
      synchronized (UploadOrder.this) {
        session.arrivingBytes += held - bytes;
        bytes = held;
        boolean may = ended || session.mayTake(entry, needed);
        if (may && !ended) {
          session.arrivingBytes += needed;
          bytes += needed;
        } else if (!may) {
          session.heldBack.put(entry, new HeldBack(needed, later));
        }
        return may;
      }
    }

    /** Whether something of its session is whole and has not been stored. */
    boolean isBehind() {
      synchronized (UploadOrder.this) {
        return session.whole > 0;
      }
    }

    /** Notes that it is an initialization section, which the segments that began after it need. */
    void precedes() {
      synchronized (UploadOrder.this) {
        entry.precedes();
      }
    }

    /**
     * Notes that all of it has come.
     *
     * @param held how many bytes of memory it takes up
     * @param numbers what it says, if it is a playlist
     * @param itsTurn is run once, by this thread or another, when the store may be given it, unless
     *     it has ended before; must not block
     */
    void arrived(long held, SessionQueue.@Nullable Numbers numbers, Runnable itsTurn) {
      synchronized (UploadOrder.this) {
        if (ended || entry.isWhole()) {
          return;
        }
        session.arrivingBytes -= bytes;
        bytes = held;
        session.whole++;
        session.wholeBytes += held;
        session.waiting.put(entry, itsTurn);
        session.queue.arrived(entry, numbers, clock.instant());
        session.resume();
      }
      giveTurns(session);
    }

    /** Gives the place up if its turn has not come; tells whether that is so. */
    boolean withdraw() {
      synchronized (UploadOrder.this) {
        if (ended || !entry.isWaiting()) {
          return false;
        }
      }
      end();
      return true;
    }

    /** Gives the place up: it was taken or refused, or has not come. Again, it changes nothing. */
    void end() {
      synchronized (UploadOrder.this) {
        if (ended) {
          return;
        }
        ended = true;
        if (entry.isWhole()) {
          session.whole--;
          session.wholeBytes -= bytes;
        } else {
          session.arrivingBytes -= bytes;
        }
        session.waiting.remove(entry);
        session.heldBack.remove(entry);
        session.queue.remove(entry);
        remember(session);
        session.resume();
        if (session.queue.isEmpty()) {
          sessions.remove(session.stream, session);
        }
      }
      giveTurns(session);
    }
  }
}
