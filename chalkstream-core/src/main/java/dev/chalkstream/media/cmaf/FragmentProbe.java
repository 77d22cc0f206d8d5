package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.ProbeResult;
import java.nio.ByteBuffer;

/**
 * Looks into a segment of fragmented MP4 (section 3.1.2 of the HLS draft; ISO/IEC 23000-19),
 * without copying it and without a look at the media themselves. Safe for many threads.
 */
public final class FragmentProbe {

  private FragmentProbe() {}

  /**
   * Tells what is inside a segment. It consists of one or more fragments, each a {@code moof} with
   * its {@code mdat} after it, of tracks that the initialization section announces. Each track of a
   * fragment says when it begins, and goes on where that of the fragment before ended. The next
   * fragment corrects how long the last sample lasts, by no more than the longest sample lasts;
   * players take more for a jump (Media Source Extensions, section 3.5.8). Samples lie in the
   * {@code mdat}, and are addressed from their fragment. Whatever else is there is passed over.
   *
   * <p>All tracks of the initialization section are told, those without samples here without a
   * timing. Times are those of the presentation: the edit list of the initialization section has
   * been applied, and what it cuts off before 0 is not counted. A picture is a key frame if its
   * flags say so.
   *
   * <p>Never throws on garbage. Takes time and memory in proportion to the bytes of the boxes, not
   * of the media: at most 128 bytes for each, and 300,000 besides.
   *
   * @param segment the segment, from the buffer's position to its limit; the position is not moved
   * @param init the initialization section that it needs
   * @return what is inside, or why the segment is refused
   */
  public static ProbeResult probe(ByteBuffer segment, InitializationSection init) {
    return inspect(segment, init).toProbeResult();
  }

  /**
   * The same as {@link #probe}, with the key frames.
   *
   * @param segment the segment, from the buffer's position to its limit; the position is not moved
   * @param init the initialization section that it needs
   * @return what is inside, or why the segment is refused
   */
  public static FragmentResult inspect(ByteBuffer segment, InitializationSection init) {
    try {
      Foreign.refuse(segment);
      return new FragmentResult.Recognized(new SegmentReader(segment, init).read());
    } catch (Defect e) {
      return new FragmentResult.Refused(e.sentence());
    }
  }
}
