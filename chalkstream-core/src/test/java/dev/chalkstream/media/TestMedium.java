package dev.chalkstream.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Small segments with tables and timestamps for tests in other packages. */
public final class TestMedium {

  /** A frame of video, and one or two of audio: 128 ms. */
  public static final long FRAME_TICKS = 11_520;

  /** Which tracks there are. */
  public enum Format {
    /** H.264 alone. */
    VIDEO(0),
    /** With AAC at 8 kHz, of which a frame plays 128 ms. */
    LOW_AUDIO(1),
    /** With AAC at 16 kHz, of which a frame plays 64 ms. */
    HIGH_AUDIO(2);

    private final int audioFrames;

    Format(int audioFrames) {
      this.audioFrames = audioFrames;
    }
  }

  private static final long WRAP = 1L << 33;
  private static final int ADTS_FRAME = 12;

  private TestMedium() {}

  /**
   * A segment.
   *
   * @param start the first presentation timestamp, of which the lower 33 bits count
   * @param frames how many frames of video
   * @param keyFrame whether it begins with a key frame
   * @param mark tells segments apart that are otherwise the same
   */
  public static byte[] segment(Format format, long start, int frames, boolean keyFrame, long mark) {
    StreamBuilder stream =
        format == Format.VIDEO ? StreamBuilder.videoOnly() : StreamBuilder.audioAndVideo();
    for (int i = 0; i < frames; i++) {
      long pts = (start + i * FRAME_TICKS) & (WRAP - 1);
      boolean key = i == 0 && keyFrame;
      byte[] picture = key ? StreamBuilder.KEY_FRAME : StreamBuilder.FRAME;
      stream.pes(StreamBuilder.VIDEO_PID, pts, pts, marked(picture, mark), key);
    }
    if (format != Format.VIDEO) {
      byte[] sound = adts(format, frames * format.audioFrames);
      stream.pes(StreamBuilder.AUDIO_PID, start & (WRAP - 1), sound);
    }
    return stream.toBytes();
  }

  private static byte[] marked(byte[] picture, long mark) {
    ByteBuffer marked = ByteBuffer.allocate(picture.length + Long.BYTES).put(picture);
    for (int shift = 0; shift < 7 * Long.BYTES; shift += 7) {
      // Without zero bytes, which might look like the start of something.
      marked.put((byte) ((mark >> shift & 0x7f) | 0x80));
    }
    return marked.array();
  }

  private static byte[] adts(Format format, int frames) {
    int rate = format == Format.LOW_AUDIO ? 11 : 8;
    byte[] frame = new byte[ADTS_FRAME];
    frame[0] = (byte) 0xff;
    frame[1] = (byte) 0xf1;
    frame[2] = (byte) (0x40 | (rate << 2));
    frame[3] = (byte) 0x80;
    frame[4] = ADTS_FRAME >> 3;
    frame[5] = (byte) (((ADTS_FRAME & 7) << 5) | 0x1f);
    frame[6] = (byte) 0xfc;
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < frames; i++) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }
}
