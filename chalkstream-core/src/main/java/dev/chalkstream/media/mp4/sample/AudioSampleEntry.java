package dev.chalkstream.media.mp4.sample;

import dev.chalkstream.media.mp4.Box;
import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxWriter;
import dev.chalkstream.media.mp4.ParentBox;
import java.util.List;

/**
 * How sound is coded (ISO/IEC 14496-12, section 12.2.3). What it says of channels and rate is often
 * a mere convention; {@link SoundFormat} asks the codec's configuration.
 *
 * @param type the codec, such as {@code mp4a}
 * @param dataReference where the samples are, from 1
 * @param channels how many there are, or 2
 * @param sampleSize bits a sample, or 16
 * @param sampleRate samples a second, with 16 bits behind the point
 * @param children the configuration of the codec, and what else there is to say
 */
public record AudioSampleEntry(
    String type,
    int dataReference,
    int channels,
    int sampleSize,
    long sampleRate,
    List<Box> children)
    implements ParentBox {

  private static final int RESERVED = 6;
  private static final int SAMPLE_SIZE = 16;
  private static final int FIELDS = 28;

  /** Copies the list. */
  public AudioSampleEntry {
    children = List.copyOf(children);
  }

  /** Of samples with 16 bits; a rate of 65,536 and more is left to the codec's configuration. */
  public static AudioSampleEntry of(String type, int channels, int sampleRate, Box... children) {
    long rate = sampleRate < 1 << 16 ? (long) sampleRate << 16 : 0;
    return new AudioSampleEntry(type, 1, channels, SAMPLE_SIZE, rate, List.of(children));
  }

  /** Reads one; one of another version, as QuickTime has them, is kept as it is. */
  public static Box decode(BoxReader in) {
    in.bytes(RESERVED);
    int dataReference = in.uint16();
    if (in.uint16() != 0) {
      return in.opaque();
    }
    in.bytes(RESERVED);
    int channels = in.uint16();
    int sampleSize = in.uint16();
    in.bytes(Integer.BYTES);
    return new AudioSampleEntry(
        in.type(), dataReference, channels, sampleSize, in.uint32(), in.boxes());
  }

  @Override
  public long size() {
    return HEADER + FIELDS + ParentBox.size(children);
  }

  @Override
  public void encode(BoxWriter out) {
    out.header(this);
    out.zeros(RESERVED);
    out.uint16(dataReference);
    out.zeros(2 * Integer.BYTES);
    out.uint16(channels);
    out.uint16(sampleSize);
    out.zeros(Integer.BYTES);
    out.uint32(sampleRate);
    out.boxes(children);
  }
}
