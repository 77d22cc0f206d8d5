package dev.chalkstream.media.cmaf;

import dev.chalkstream.media.TransportStreamProbe;
import java.nio.ByteBuffer;

/** Names what a body is that does not consist of boxes. */
final class Foreign {

  private static final int SYNC_BYTE = 0x47;
  private static final int TYPE_AT = 4;
  private static final int TYPE_LENGTH = 4;

  private Foreign() {}

  /** Refuses a body that does not begin like a box. */
  static void refuse(ByteBuffer body) throws Defect {
    ByteBuffer bytes = body.slice();
    Defect.refuseIf(!bytes.hasRemaining(), () -> "the body is empty");
    Defect.refuseIf(
        isTransportStream(bytes),
        () ->
            "it is an MPEG transport stream, not fragmented MP4; its name ends in .ts, or use"
                + " '-hls_segment_type fmp4' in ffmpeg");
    Defect.refuseIf(
        !hasType(bytes), () -> "it is not MP4: it does not begin with a size and a type of a box");
  }

  private static boolean isTransportStream(ByteBuffer bytes) {
    int packet = TransportStreamProbe.PACKET_LENGTH;
    return bytes.limit() % packet == 0
        && bytes.get(0) == SYNC_BYTE
        && bytes.get(bytes.limit() - packet) == SYNC_BYTE;
  }

  /** All types of boxes at the beginning of a file consist of small letters. */
  private static boolean hasType(ByteBuffer bytes) {
    if (bytes.limit() < TYPE_AT + TYPE_LENGTH) {
      return false;
    }
    for (int at = TYPE_AT; at < TYPE_AT + TYPE_LENGTH; at++) {
      if (bytes.get(at) < 'a' || bytes.get(at) > 'z') {
        return false;
      }
    }
    return true;
  }
}
