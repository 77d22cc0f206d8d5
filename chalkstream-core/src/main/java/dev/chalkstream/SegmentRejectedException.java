package dev.chalkstream;

import java.util.Objects;

/**
 * A segment, or a playlist that was pushed, is not taken, for a reason that lies in it or in the
 * state of its stream. The stream is as it was before.
 */
public final class SegmentRejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why a segment or a playlist is not taken. */
  public enum Reason {
    /** The body has more bytes than the policy allows. */
    TOO_LARGE,
    /** The body is not an MPEG transport stream. */
    NOT_A_TRANSPORT_STREAM,
    /**
     * The body is not a segment of fragmented MP4, or not an initialization section of it, or the
     * two do not belong together.
     */
    NOT_FRAGMENTED_MP4,
    /** The initialization section that the segment needs has not come, or is not kept any more. */
    UNKNOWN_INITIALIZATION,
    /** The stream is of another container until it expires. */
    OTHER_CONTAINER,
    /** The segment does not begin with a key frame, and its stream promises that all do. */
    NOT_INDEPENDENT,
    /** The body's SHA-256 is not the digest that was said. */
    DIGEST_MISMATCH,
    /** The sequence number is taken by a segment with other bytes. */
    SEQUENCE_TAKEN,
    /** The playlist has gone on without this sequence number, and nothing is inserted behind it. */
    SLOT_CLOSED,
    /** A later run of the same session has taken over. */
    RUN_SUPERSEDED,
    /** Too many segments, or too many bytes, wait for an earlier one already. */
    TOO_MANY_WAITING,
    /** What was pushed as a playlist is not a media playlist. */
    NOT_A_PLAYLIST,
    /** The pushed playlist is of segments that cannot be taken: encrypted, fragmented, ranges. */
    UNSUPPORTED_PLAYLIST,
    /** The pushed playlist has several variants, and a stream has one. */
    SEVERAL_VARIANTS,
    /** The stream is being pushed under another playlist. */
    PLAYLIST_TAKEN,
    /** Sound and pictures are pushed as playlists of their own, and a stream has one for both. */
    SEPARATE_AUDIO,
    /** What is pushed as a track of CMAF is damaged, or no track that a player could play. */
    MALFORMED_TRACK,
    /** The stream lists another track. */
    TRACK_TAKEN
  }

  /** Why the segment is not taken. */
  private final Reason reason;

  /**
   * Makes the exception.
   *
   * @param reason why
   * @param message what a person can do about it
   */
  public SegmentRejectedException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Why the segment is not taken.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
