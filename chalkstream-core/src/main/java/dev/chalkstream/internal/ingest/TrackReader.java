package dev.chalkstream.internal.ingest;

import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.TrackPush;
import dev.chalkstream.internal.dash.RefusedTrackException;
import dev.chalkstream.internal.dash.TrackPart;
import dev.chalkstream.internal.dash.TrackSplitter;
import dev.chalkstream.internal.ingest.GatheredTrack.Pending;
import dev.chalkstream.internal.segment.InitializationSections.Known;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes the body of a request by which a track comes. Not safe for use by many threads. */
final class TrackReader implements TrackPush {

  /** What is done with the parts of a track. */
  interface Stream {

    /** What the node knows of the track. */
    GatheredTrack gathered();

    /** The section of a header, now that it is stored and noted. */
    Known begin(byte[] header) throws SegmentRejectedException, IOException;

    /** The section behind which the track goes on, as another request or node has noted it. */
    Known find() throws SegmentRejectedException, IOException;

    /** Lists a segment. */
    void append(Pending segment) throws SegmentRejectedException, IOException;

    /** Ends the broadcast. */
    void complete() throws SegmentRejectedException, IOException;

    /** What time it is. */
    Instant now();

    /** How long after its last bytes an encoder still goes on with a segment. */
    Duration patience();

    /** Notes how many bytes are gathered. */
    void weigh(long bytes);
  }

  private final Stream stream;
  private final TrackSplitter splitter;

  /** A part that is complete, until it is taken. */
  private @Nullable TrackPart part;

  private boolean hasChunks;
  private boolean ended;
  private volatile boolean taken;
  private volatile boolean over;
  private volatile long held;

  /**
   * Begins before the first byte.
   *
   * @param stream what is done with the parts
   * @param splitter cuts the body into them
   */
  TrackReader(Stream stream, TrackSplitter splitter) {
    this.stream = stream;
    this.splitter = splitter;
  }

  @Override
  public TrackReader feed(ByteBuffer bytes) throws SegmentRejectedException, IOException {
    if (bytes.hasRemaining() || part != null) {
      change(
          track -> {
            track.forgetAfter(stream.patience(), stream.now());
            takeAll(bytes, track);
          });
    }
    return this;
  }

  private void takeAll(ByteBuffer bytes, GatheredTrack track)
      throws SegmentRejectedException, RefusedTrackException, IOException {
    store(track);
    takePart(track);
    while (bytes.hasRemaining()) {
      part = splitter.push(bytes).orElse(null);
      takePart(track);
    }
  }

  /** Takes the part that is complete, if there is one; after a fault of the store, once more. */
  private void takePart(GatheredTrack track)
      throws SegmentRejectedException, RefusedTrackException, IOException {
    TrackPart next = part;
    if (next instanceof TrackPart.Header header) {
      Known section = stream.begin(header.bytes());
      if (!track.isBehind(section)) {
        track.begin(section);
      }
    } else if (next instanceof TrackPart.Chunk chunk) {
      if (!track.hasSection()) {
        track.goOnBehind(stream.find());
      }
      hasChunks = true;
      track.add(chunk);
    } else if (next instanceof TrackPart.End) {
      track.finish();
      store(track);
      complete(track);
    }
    part = null;
    store(track);
  }

  /** Has all stored and listed that is complete. What is refused is not tried again. */
  private void store(GatheredTrack track) throws SegmentRejectedException, IOException {
    for (Pending next = track.next(); next != null; next = track.next()) {
      try {
        stream.append(next);
        taken = true;
      } catch (SegmentRejectedException e) {
        track.done();
        throw e;
      }
      if (next.segment().isLast()) {
        complete(track);
      }
      track.done();
    }
  }

  private void complete(GatheredTrack track) throws SegmentRejectedException, IOException {
    stream.complete();
    track.end();
    over = true;
  }

  @Override
  public void end() throws SegmentRejectedException, IOException {
    if (ended || splitter.isEmpty()) {
      return;
    }
    change(
        track -> {
          store(track);
          takePart(track);
          splitter.end();
          if (hasChunks) {
            track.finish();
          }
          store(track);
        });
    breakOff();
  }

  @FunctionalInterface
  private interface Change {
    void make(GatheredTrack track)
        throws SegmentRejectedException, RefusedTrackException, IOException;
  }

  private void change(Change change) throws SegmentRejectedException, IOException {
    GatheredTrack track = stream.gathered();
    synchronized (track) {
      try {
        change.make(track);
      } catch (RefusedTrackException e) {
        part = null;
        throw rejected(e);
      } finally {
        held = splitter.memory() + track.bytes();
        stream.weigh(track.bytes());
      }
    }
  }

  @Override
  public void breakOff() {
    ended = true;
    held = 0;
  }

  @Override
  public long heldBytes() {
    return held;
  }

  @Override
  public boolean hasTaken() {
    return taken;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  private static SegmentRejectedException rejected(RefusedTrackException e) {
    Reason reason =
        switch (e.reason()) {
          case OTHER_FORMAT -> Reason.NOT_FRAGMENTED_MP4;
          case MALFORMED -> Reason.MALFORMED_TRACK;
          case TOO_LARGE -> Reason.TOO_LARGE;
        };
    return new SegmentRejectedException(
        reason, "the body cannot be taken as a track: " + e.sentence());
  }
}
