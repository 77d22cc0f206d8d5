package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * In which order the store is given what one session sends, and how much of it at once. An encoder
 * that goes faster than real time waits for no answer: it sends hundreds of segments side by side,
 * and a playlist after each of them. What waits for its turn waits in memory and holds no thread.
 * Nothing is kept of a session that is sending nothing. Safe for many threads.
 */
final class UploadOrder {

  /** What is sent, by what it has to wait for. */
  enum Kind {
    /** Waits for nobody. */
    FREE(Integer.MAX_VALUE),
    /** A segment under a name: a few side by side. */
    PUSHED_SEGMENT(4),
    /** A segment with its number, which need not come in order. */
    NUMBERED_SEGMENT(16),
    /** What is about segments that began before it: it waits for those that are whole. */
    IN_TURN(1);

    private final int atOnce;

    Kind(int atOnce) {
      this.atOnce = atOnce;
    }
  }

  private enum State {
    ARRIVING,
    WAITING,
    AT_STORE,
    ENDED
  }

  private final long share;
  private final Map<StreamId, Session> sessions = new HashMap<>();

  /**
   * Knows no session yet.
   *
   * @param share how many bytes of one session may wait; beyond them it is read more slowly, so
   *     that the others have room
   */
  UploadOrder(long share) {
    this.share = share;
  }

  /** Takes a place behind all that the session has begun to send and that has not ended. */
  synchronized Place begin(StreamId stream, Kind kind) {
    Session session = sessions.computeIfAbsent(stream, Session::new);
    Place place = new Place(session, kind);
    session.places.add(place);
    return place;
  }

  /** How many sessions something is kept of. */
  synchronized int size() {
    return sessions.size();
  }

  private static final class Session {

    private final StreamId stream;
    private final Set<Place> places = new LinkedHashSet<>();
    private final int[] atStore = new int[Kind.values().length];
    private final Deque<Runnable> heldBack = new ArrayDeque<>();
    private int whole;
    private long wholeBytes;

    Session(StreamId stream) {
      this.stream = stream;
    }

    /** Those whose turn it is by now. */
    List<Runnable> nextTurns() {
      List<Runnable> turns = new ArrayList<>();
      boolean wholeBefore = false;
      for (Place place : places) {
        if (place.state == State.WAITING) {
          boolean inTurn = place.kind != Kind.IN_TURN || !wholeBefore;
          if (inTurn && atStore[place.kind.ordinal()] < place.kind.atOnce) {
            atStore[place.kind.ordinal()]++;
            turns.add(place.beginTurn());
          }
        }
        wholeBefore |= place.state != State.ARRIVING && place.kind != Kind.FREE;
      }
      return turns;
    }
  }

  /** The place of one upload in its session. */
  final class Place {

    private final Session session;
    private final Kind kind;
    private State state = State.ARRIVING;
    private long bytes;
    private @Nullable Runnable turn;

    private Place(Session session, Kind kind) {
      this.session = session;
      this.kind = kind;
    }

    private Runnable beginTurn() {
      Runnable begun = turn;
      if (begun == null) {
        throw new IllegalStateException("nothing waits in this place");
      }
      turn = null;
      state = State.AT_STORE;
      return begun;
    }

    /**
     * Whether more of it is to be read: not while so much of its session waits for the store that
     * others might find no room.
     *
     * @param later is run once, on a thread of its own, if it is not to be read now
     */
    boolean mayRead(Runnable later) {
      synchronized (UploadOrder.this) {
        boolean may = session.whole == 0 || session.wholeBytes < share;
        if (!may) {
          session.heldBack.addLast(later);
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

    /**
     * Notes that all of it has come.
     *
     * @param held how many bytes of memory it takes up
     * @param itsTurn is run once, by this thread or another, when the store may be given it, unless
     *     it has ended before; must not block
     */
    void arrived(long held, Runnable itsTurn) {
      List<Runnable> turns;
      synchronized (UploadOrder.this) {
        if (state != State.ARRIVING) {
          return;
        }
        state = State.WAITING;
        turn = itsTurn;
        bytes = held;
        session.whole++;
        session.wholeBytes += held;
        turns = session.nextTurns();
        resumeOne();
      }
      turns.forEach(Runnable::run);
    }

    /** Gives the place up if its turn has not come; tells whether that is so. */
    boolean withdraw() {
      synchronized (UploadOrder.this) {
        if (state != State.WAITING) {
          return false;
        }
      }
      end();
      return true;
    }

    /** Gives the place up: it was taken or refused, or has not come. Again, it changes nothing. */
    void end() {
      List<Runnable> turns;
      synchronized (UploadOrder.this) {
        if (state == State.ENDED) {
          return;
        }
        leave();
        turns = session.nextTurns();
        resumeOne();
        if (session.places.isEmpty()) {
          sessions.remove(session.stream, session);
        }
      }
      turns.forEach(Runnable::run);
    }

    private void leave() {
      if (state == State.AT_STORE) {
        session.atStore[kind.ordinal()]--;
      }
      if (state != State.ARRIVING) {
        session.whole--;
        session.wholeBytes -= bytes;
      }
      state = State.ENDED;
      turn = null;
      session.places.remove(this);
    }

    /** One by one, since each brings the next when it is whole; when nothing waits, all. */
    private void resumeOne() {
      int some = session.whole == 0 ? session.heldBack.size() : 1;
      boolean below = session.whole == 0 || session.wholeBytes < share;
      for (int i = 0; below && i < some && !session.heldBack.isEmpty(); i++) {
        CompletableFuture.runAsync(session.heldBack.removeFirst());
      }
    }
  }
}
