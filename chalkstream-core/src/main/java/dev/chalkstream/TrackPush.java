package dev.chalkstream;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of a request by which an encoder pushes a track of CMAF, taken while it arrives (DASH-IF
 * Live Media Ingest, interface 1): {@linkplain Chalkstream#beginTrack begun}, fed with its bytes,
 * and ended. Segments are listed as soon as they are complete, so that a body may go on for hours.
 *
 * <p>The same track may go on in the next body, on whichever connection: what has come and is not a
 * whole segment is kept for it in this instance.
 *
 * <p>Not safe for use by many threads; by one after the other it is. Do not implement it: later
 * versions add methods.
 */
public interface TrackPush {

  /**
   * Takes the next bytes, which may end anywhere. Blocks while the store is at work. After a {@link
   * SegmentRejectedException} this is of no more use. After an {@link IOException} the rest of the
   * buffer may be fed again: what has been taken from it is kept.
   *
   * @param bytes what has arrived; its position is moved to behind what was taken
   * @return this
   * @throws SegmentRejectedException if it is not a track, or a segment is not taken
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault
   */
  TrackPush feed(ByteBuffer bytes) throws SegmentRejectedException, IOException;

  /**
   * Ends the body, and with it the segment that is being gathered. A body without bytes changes
   * nothing.
   *
   * @throws SegmentRejectedException if it ends in the middle of a chunk, or a segment is not taken
   * @throws NodeBusyException if too much is on its way to the store already
   * @throws IOException if the store is at fault; this may be called again
   */
  void end() throws SegmentRejectedException, IOException;

  /**
   * Gives up a body that does not come to its end, because its connection broke. The chunk that has
   * not come wholly is dropped. Those before it wait for the rest of their segment: encoders send
   * again what was not answered. Changes nothing after {@link #end}.
   */
  void breakOff();

  /**
   * About how many bytes of memory the track takes up here at this moment.
   *
   * @return the number of bytes, at most some three times the largest segment
   */
  long heldBytes();

  /**
   * Whether a segment has been taken from this body.
   *
   * @return true if so
   */
  boolean hasTaken();

  /**
   * Whether the encoder has said, with this body, that its track is over.
   *
   * @return true if so
   */
  boolean isOver();
}
