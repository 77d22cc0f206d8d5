package dev.chalkstream.servlet;

import dev.chalkstream.TrackPush;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A body that brings a track: what has been read and is not taken yet, and the room in memory that
 * the track takes up. It does not give way while it stands still, as tracks do between segments; it
 * has a time limit instead. Not safe for use by many threads; by one after the other it is.
 */
final class TrackBody implements UploadBudget.Holder {

  /** So much is read before it is taken. */
  static final int BATCH_BYTES = 64 << 10;

  /** What is gathered is copied once while it grows, and once when a segment is complete. */
  private static final int COPIES = 2;

  private final TrackPush push;
  private final UploadSlot slot;
  private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES);
  private long room;
  private boolean closed;

  /**
   * Begins before the first byte.
   *
   * @param push takes the bytes
   * @param slot counts the memory
   */
  TrackBody(TrackPush push, UploadSlot slot) {
    this.push = push;
    this.slot = slot;
  }

  /**
   * Takes room for the next batch, and gives back what is too much.
   *
   * @param later is run once if there is no room now, but will be; null if nobody can wait for that
   * @return whether there is room
   * @throws ProblemException if there is none, nor will be
   */
  boolean takeRoom(@Nullable Runnable later) throws ProblemException {
    long needed = BATCH_BYTES + COPIES * (push.heldBytes() + BATCH_BYTES);
    if (needed < room) {
      slot.shrink(room - needed);
    } else if (needed > room && !slot.grow(needed - room, needed - room, this, later)) {
      return false;
    }
    room = needed;
    return true;
  }

  /** Whether the batch is full. */
  boolean isFull() {
    return !batch.hasRemaining();
  }

  /** Whether nothing has been read since the last batch was taken. */
  boolean isEmpty() {
    return batch.position() == 0;
  }

  /** Reads once; negative at the end. */
  int read(InputStream in) throws IOException {
    int read = in.read(batch.array(), batch.position(), batch.remaining());
    batch.position(batch.position() + Math.max(0, read));
    return read;
  }

  /** Hands on what has been read; blocks while the store is at work. */
  void feed() throws Exception {
    batch.flip();
    try {
      push.feed(batch);
    } finally {
      batch.compact();
      if (push.hasTaken()) {
        slot.taken();
      }
    }
  }

  /** Ends the body, of which all has come. */
  void end() throws Exception {
    push.end();
    if (push.hasTaken()) {
      slot.taken();
    }
  }

  /** Whether the track is over. */
  boolean isOver() {
    return push.isOver();
  }

  /** Gives all room back; what has come and is not a whole segment stays with the track. */
  void close() {
    if (!closed) {
      closed = true;
      push.breakOff();
      slot.close();
    }
  }

  @Override
  public Instant gotOnAt() {
    return slot.now();
  }

  @Override
  public boolean seize() {
    return false;
  }

  @Override
  public void giveWay() {
    throw new IllegalStateException("a track is not seized");
  }

  @Override
  public void goOn() {
    throw new IllegalStateException("a track is not seized");
  }
}
