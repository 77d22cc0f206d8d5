package dev.chalkstream.media.mp4.fragment;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;

/**
 * Something that happens at a time, {@code emsg} (ISO/IEC 23009-1, section 5.10.3.3).
 *
 * @param version 1 if the time counts from the beginning of the track, 0 if from that of the
 *     segment
 * @param scheme whose meaning it has
 * @param value which the scheme defines
 * @param timescale how many units a second has
 * @param time when it happens, in that unit
 * @param duration how long, in that unit; 2^32 - 1 if not known
 * @param id the same for messages that mean the same
 * @param data the message
 */
public record EventMessage(
    int version,
    String scheme,
    String value,
    long timescale,
    long time,
    long duration,
    long id,
    Bytes data)
    implements Box {

  /** Its type. */
  public static final String TYPE = "emsg";

  static final int NEWEST = 1;

  /** Reads one. */
  public static EventMessage decode(BoxReader in) {
    int version = in.uint8();
    in.uint24();
    String scheme = version == 0 ? in.string() : "";
    String value = version == 0 ? in.string() : "";
    long timescale = in.uint32();
    long time = in.unsigned(version);
    long duration = in.uint32();
    long id = in.uint32();
    if (version > 0) {
      scheme = in.string();
      value = in.string();
    }
    return new EventMessage(version, scheme, value, timescale, time, duration, id, in.rest());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER
        + BoxWriter.size(scheme)
        + BoxWriter.size(value)
        + 3 * Integer.BYTES
        + (long) BoxWriter.wide(version)
        + data.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, 0);
    if (version == 0) {
      encodeScheme(out);
    }
    out.uint32(timescale);
    out.unsigned(version, time);
    out.uint32(duration);
    out.uint32(id);
    if (version > 0) {
      encodeScheme(out);
    }
    out.bytes(data);
  }

  private void encodeScheme(BoxWriter out) {
    out.string(scheme);
    out.string(value);
  }
}
