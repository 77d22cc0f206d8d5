package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.Bytes;

/**
 * What a decoder of Opus has to know, {@code dOps} (Encapsulation of Opus in ISO Base Media File
 * Format, section 4.3.2).
 *
 * @param channels how many come out
 * @param preSkip samples that are to be thrown away at the beginning
 * @param inputSampleRate the rate before coding; what comes out always has 48,000 samples a second
 * @param outputGain by how much the sound is to be amplified, in dB with 8 bits behind the point
 * @param mappingFamily how channels are mapped
 * @param mapping which stream has which channel, unless the family is 0
 */
public record OpusConfiguration(
    int channels,
    int preSkip,
    long inputSampleRate,
    int outputGain,
    int mappingFamily,
    Bytes mapping)
    implements Box {

  /** Its type. */
  public static final String TYPE = "dOps";

  static final int NEWEST = 0;

  private static final int FIELDS = 11;

  /** Reads one. */
  public static OpusConfiguration decode(BoxReader in) {
    in.uint8();
    int channels = in.uint8();
    int preSkip = in.uint16();
    long rate = in.uint32();
    int gain = in.int16();
    int family = in.uint8();
    Bytes mapping = family == 0 ? Bytes.EMPTY : in.bytes(2 + channels);
    return new OpusConfiguration(channels, preSkip, rate, gain, family, mapping);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long size() {
    return HEADER + FIELDS + (long) mapping.length();
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.uint8(NEWEST);
    out.uint8(channels);
    out.uint16(preSkip);
    out.uint32(inputSampleRate);
    out.int16(outputGain);
    out.uint8(mappingFamily);
    out.bytes(mapping, mappingFamily == 0 ? 0 : 2 + channels);
  }
}
