package dev.chalkstream;

import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import java.nio.ByteBuffer;

/** What an upload must be by itself, whatever the state of its stream. */
final class UploadCheck {

  private UploadCheck() {}

  static void check(SegmentUpload upload, StreamPolicy policy) throws SegmentRejectedException {
    ByteBuffer body = upload.body();
    if (body.remaining() > policy.maxSegmentBytes()) {
      throw new SegmentRejectedException(
          Reason.TOO_LARGE,
          "a segment has at most "
              + policy.maxSegmentBytes()
              + " bytes, this one has "
              + body.remaining());
    }
    if (TransportStreamProbe.probe(body) instanceof ProbeResult.Refused refused) {
      throw new SegmentRejectedException(
          Reason.NOT_A_TRANSPORT_STREAM,
          "the body is not an MPEG transport stream: " + refused.defect());
    }
    SegmentDigest actual = SegmentDigest.compute(body);
    if (!actual.equals(upload.digest())) {
      throw new SegmentRejectedException(
          Reason.DIGEST_MISMATCH,
          "the body has the SHA-256 "
              + actual
              + ", not "
              + upload.digest()
              + ": it was damaged on its way, or the digest is of something else");
    }
  }
}
