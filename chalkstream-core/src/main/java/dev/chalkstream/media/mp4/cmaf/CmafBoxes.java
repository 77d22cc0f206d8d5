package dev.chalkstream.media.mp4.cmaf;

import dev.chalkstream.media.mp4.BoxReader;
import dev.chalkstream.media.mp4.BoxTypes;
import dev.chalkstream.media.mp4.fragment.FragmentBoxes;
import dev.chalkstream.media.mp4.movie.MovieBoxes;
import dev.chalkstream.media.mp4.sample.SampleBoxes;
import java.nio.ByteBuffer;

/** The boxes of CMAF. */
public final class CmafBoxes {

  /** All types that are read; boxes of other types are kept as they are. */
  public static final BoxTypes TYPES =
      MovieBoxes.TYPES.with(FragmentBoxes.TYPES).with(SampleBoxes.TYPES);

  private CmafBoxes() {}

  /**
   * A reader of an initialization section, of a segment, or of a file of both.
   *
   * @param bytes what remains in it is read; it must not be changed as long as boxes are used
   */
  public static BoxReader reader(ByteBuffer bytes) {
    return new BoxReader(bytes, TYPES);
  }
}
