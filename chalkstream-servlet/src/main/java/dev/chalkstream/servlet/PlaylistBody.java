package dev.chalkstream.servlet;

import dev.chalkstream.PlaylistPush;
import dev.chalkstream.SegmentRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pushed playlist while it arrives, and keeps its newest end only. So it may be of any
 * length; what is compressed, of 64 MiB when it is not, as a small body can be blown up to any
 * size. Safe for many threads.
 */
final class PlaylistBody extends ArrivingBody {

  /** How many bytes a compressed playlist has at most. */
  static final int MOST_INFLATED = 64 << 20;

  /** How many bytes of memory the entry of a playlist may take for each of its own. */
  private static final int COST = 16;

  private static final int SCRATCH_BYTES = 8 << 10;
  private static final long FIRST_ROOM = 2L * SCRATCH_BYTES;

  private final UploadSlot slot;
  private final @Nullable Gunzip gunzip;
  private final long mostRoom;
  private @Nullable PlaylistPush playlist;
  private byte @Nullable [] scratch;
  private long room;
  private volatile long parsed;
  private volatile Optional<PlaylistPush.Listing> listing = Optional.empty();

  /**
   * Begins before the first byte.
   *
   * @param playlist reads the playlist
   * @param compressed whether the body is in gzip format
   * @param slot counts the memory, and gets it back when the body is discarded
   */
  PlaylistBody(PlaylistPush playlist, boolean compressed, UploadSlot slot) {
    super(slot);
    this.slot = slot;
    this.playlist = playlist;
    this.gunzip = compressed ? new Gunzip(MOST_INFLATED, this::parse) : null;
    this.mostRoom = SCRATCH_BYTES + PlaylistPush.MOST_BYTES_IN_MEMORY + Gunzip.BYTES_IN_MEMORY;
  }

  @Override
  long needed() {
    boolean enough = room >= mostRoom || room >= FIRST_ROOM + COST * parsed;
    return enough ? 0 : Math.min(mostRoom - room, Math.max(FIRST_ROOM, room));
  }

  @Override
  boolean takeRoom(@Nullable Runnable later) throws ProblemException {
    long more = needed();
    boolean taken = slot.grow(more, more, this, later);
    room += taken ? more : 0;
    return taken;
  }

  @Override
  int readOnce(InputStream in) throws IOException, ProblemException {
    byte[] buffer = scratch == null ? new byte[SCRATCH_BYTES] : scratch;
    scratch = buffer;
    int read = in.read(buffer);
    ByteBuffer piece = ByteBuffer.wrap(buffer, 0, Math.max(0, read));
    if (gunzip == null) {
      parse(piece);
    } else {
      try {
        gunzip.feed(piece);
      } catch (ZipException e) {
        throw notGzip(e);
      }
    }
    return read;
  }

  private static ProblemException notGzip(ZipException why) {
    return Problems.malformed(
        "the body is said to be in gzip format and is not (" + why.getMessage() + ")");
  }

  private void parse(ByteBuffer text) throws ProblemException {
    parsed += text.remaining();
    try {
      reading().feed(text);
    } catch (SegmentRejectedException e) {
      throw new ProblemException(Problems.of(e));
    }
  }

  private PlaylistPush reading() throws ProblemException {
    PlaylistPush reading = playlist;
    if (reading == null) {
      throw AccessProblems.tooMuchAtOnce();
    }
    return reading;
  }

  @Override
  void end() throws ProblemException {
    try {
      if (gunzip != null) {
        gunzip.end();
      }
      listing = reading().end();
    } catch (ZipException e) {
      throw notGzip(e);
    } catch (SegmentRejectedException e) {
      throw new ProblemException(Problems.of(e));
    }
  }

  /** How many bytes the playlist has, as far as it has come and when it is not compressed. */
  long length() {
    return parsed;
  }

  /** What it lists; empty if it is not whole, or lists nothing. */
  Optional<PlaylistPush.Listing> listing() {
    return listing;
  }

  /**
   * What has been read. All has come by now, so it gives way no more.
   *
   * @throws ProblemException if it had to before
   */
  PlaylistPush whole() throws ProblemException {
    complete();
    return reading();
  }

  @Override
  void letGo() {
    playlist = null;
    scratch = null;
    if (gunzip != null) {
      gunzip.close();
    }
  }
}
