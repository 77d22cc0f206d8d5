package dev.chalkstream.servlet;

import dev.chalkstream.PlaylistPush;
import dev.chalkstream.SegmentRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
  private long parsed;

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
  boolean takeRoom(@Nullable Runnable later) throws ProblemException {
    long more = room == 0 ? FIRST_ROOM : room;
    boolean enough = room >= mostRoom || room >= FIRST_ROOM + COST * parsed;
    if (!enough && !slot.grow(more, more, this, later)) {
      return false;
    }
    room += enough ? 0 : more;
    return true;
  }

  @Override
  int readOnce(InputStream in) throws IOException, ProblemException {
    byte[] buffer = scratch == null ? new byte[SCRATCH_BYTES] : scratch;
    scratch = buffer;
    int read = in.read(buffer);
    try {
      if (gunzip == null) {
        parse(ByteBuffer.wrap(buffer, 0, Math.max(0, read)));
      } else if (read >= 0) {
        gunzip.feed(ByteBuffer.wrap(buffer, 0, read));
      } else {
        gunzip.end();
      }
    } catch (ZipException e) {
      throw Problems.malformed(
          "the body is said to be in gzip format and is not (" + e.getMessage() + ")");
    }
    return read;
  }

  private void parse(ByteBuffer text) throws ProblemException {
    PlaylistPush reader = playlist;
    if (reader == null) {
      return;
    }
    parsed += text.remaining();
    try {
      reader.feed(text);
    } catch (SegmentRejectedException e) {
      throw new ProblemException(Problems.of(e));
    }
  }

  /**
   * What has been read. All has come by now, so it gives way no more.
   *
   * @throws ProblemException if it had to before
   */
  PlaylistPush whole() throws ProblemException {
    PlaylistPush read = playlist;
    complete();
    if (read == null) {
      throw AccessProblems.tooMuchAtOnce();
    }
    return read;
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
