package dev.chalkstream.internal.dash;

import dev.chalkstream.internal.dash.RefusedTrackException.Reason;
import dev.chalkstream.media.mp4.BoxHeader;
import java.util.Set;

/** Tells by its first box whether a body is ISO base media. */
final class BodyKinds {

  private static final Set<String> FIRST =
      Set.of(
          "ftyp", "styp", "moof", "moov", "mfra", "sidx", "ssix", "prft", "emsg", "free", "skip",
          "uuid", "pdin");
  private static final int TRANSPORT_STREAM = 0x47;
  private static final long WEBM = 0x1a45_dfa3L;
  private static final int TOP_BYTE = 24;

  private BodyKinds() {}

  /** Refuses a body that begins with something else. */
  static void check(BoxHeader first) throws RefusedTrackException {
    if (!FIRST.contains(first.type())) {
      throw new RefusedTrackException(Reason.OTHER_FORMAT, sentence(first));
    }
  }

  private static String sentence(BoxHeader first) {
    if (first.size() >> TOP_BYTE == TRANSPORT_STREAM) {
      return "it is an MPEG transport stream, not fragmented MP4; tracks of CMAF are expected here";
    }
    if (first.size() == WEBM) {
      return "it is WebM, not fragmented MP4; use '-dash_segment_type mp4' in ffmpeg";
    }
    return "it is not fragmented MP4: it does not begin with a box that a track begins with";
  }
}
