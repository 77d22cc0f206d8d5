package dev.chalkstream.media.mp4.fragment;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import java.time.Instant;

/**
 * What the clock of the encoder said, {@code prft} (ISO/IEC 14496-12, section 8.16.5).
 *
 * @param version 1 if the media time has 64 bits, else 0
 * @param flags at which point of its work the clock was read
 * @param trackId the track that the media time is of
 * @param ntpTime the time of the clock, in seconds since the beginning of 1900 with 32 bits before
 *     the point and 32 behind it
 * @param mediaTime the time of decoding in the timescale of the track
 */
public record ProducerReferenceTime(
    int version, int flags, long trackId, long ntpTime, long mediaTime) implements Box {

  /** Its type. */
  public static final String TYPE = "prft";

  static final int NEWEST = 1;

  private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

  /** Reads one. */
  public static ProducerReferenceTime decode(BoxReader in) {
    int version = in.uint8();
    int flags = in.uint24();
    long trackId = in.uint32();
    long ntpTime = in.int64();
    return new ProducerReferenceTime(version, flags, trackId, ntpTime, in.unsigned(version));
  }

  /** The time of the clock, until 2036. */
  public Instant wallClock() {
    long seconds = (ntpTime >>> Integer.SIZE) - SECONDS_FROM_1900_TO_1970;
    long nanos = (ntpTime & 0xffff_ffffL) * 1_000_000_000L >>> Integer.SIZE;
    return Instant.ofEpochSecond(seconds, nanos);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return FULL_HEADER + Integer.BYTES + Long.BYTES + (long) BoxWriter.wide(version);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this, version, flags);
    out.uint32(trackId);
    out.int64(ntpTime);
    out.unsigned(version, mediaTime);
  }
}
