package dev.chalkstream.media.mp4.movie;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a track are shown when, {@code elst} (ISO/IEC 14496-12, section 8.6.6).
 *
 * @param version 1 if times have 64 bits, else 0
 * @param flags 1 if the edits repeat, else 0
 * @param edits the parts, one after the other
 */
public record EditList(int version, int flags, List<Edit> edits) implements Box {

  /** Its type. */
  public static final String TYPE = "elst";

  static final int NEWEST = 1;

  private static final int RATE = 1 << 16;

  /**
   * A part of a track.
   *
   * @param duration how long it is shown, in the timescale of the movie; 0 means all of the track,
   *     its fragments included
   * @param mediaTime where it begins, in the timescale of the track, or -1 if nothing is shown
   * @param rate how fast it is shown, with 16 bits behind the point
   */
  public record Edit(long duration, long mediaTime, int rate) {

    /** All of a track from a time on. */
    public static Edit from(long mediaTime) {
      return new Edit(0, mediaTime, RATE);
    }

    private static Edit decode(int version, BoxReader in) {
      long duration = in.unsigned(version);
      long mediaTime = version == 0 ? in.int32() : in.int64();
      return new Edit(duration, mediaTime, in.int32());
    }

    private void encode(int version, BoxWriter out) {
      out.unsigned(version, duration);
      if (version == 0) {
        out.int32(Math.toIntExact(mediaTime));
      } else {
        out.int64(mediaTime);
      }
      out.int32(rate);
    }
  }

  /** Copies the list. */
  public EditList {
    edits = List.copyOf(edits);
  }

  /** Reads one. */
  public static EditList decode(BoxReader in) {
    int version = in.uint8();
    int flags = in.uint24();
    Bytes table = in.table(in.uint32(), entrySize(version));
    var entries = in.within(table);
    List<Edit> edits = new ArrayList<>();
    while (entries.hasMore()) {
      edits.add(Edit.decode(version, entries));
    }
    return new EditList(version, flags, edits);
  }

  private static int entrySize(int version) {
    return 2 * BoxWriter.wide(version) + Integer.BYTES;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + Integer.BYTES + (long) entrySize(version) * edits.size();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, flags);
    out.uint32(edits.size());
    edits.forEach(edit -> edit.encode(version, out));
  }
}
