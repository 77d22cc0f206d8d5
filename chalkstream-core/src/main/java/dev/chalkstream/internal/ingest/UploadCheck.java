package dev.chalkstream.internal.ingest;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.SegmentDurations;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.LoggerFactory;

/** What an upload must be by itself, whatever the state of its stream. */
final class UploadCheck {

  /** In which container segments come. */
  private static final Container CONTAINER = Container.MPEG_TS;

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(UploadCheck.class));

  private UploadCheck() {}

  /** What is to be appended, if the upload is sound. */
  static Append check(SegmentUpload upload, StreamPolicy policy) throws SegmentRejectedException {
    ByteBuffer body = upload.body();
    MediaInfo media = probe(body, policy);
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
    return new Append(
        SegmentName.of(upload.digest(), CONTAINER),
        upload.sequence(),
        body.remaining(),
        duration(upload, media),
        media,
        upload.run(),
        upload.targetDuration());
  }

  /** What is pushed, if it is sound. */
  static PushedSegment check(String path, ByteBuffer body, StreamPolicy policy)
      throws SegmentRejectedException {
    MediaInfo media = probe(body, policy);
    SegmentName name = SegmentName.of(SegmentDigest.compute(body), CONTAINER);
    return new PushedSegment(path, name, body.remaining(), Instant.EPOCH, media);
  }

  private static MediaInfo probe(ByteBuffer body, StreamPolicy policy)
      throws SegmentRejectedException {
    if (body.remaining() > policy.maxSegmentBytes()) {
      throw new SegmentRejectedException(
          Reason.TOO_LARGE,
          "a segment has at most "
              + policy.maxSegmentBytes()
              + " bytes, this one has "
              + body.remaining());
    }
    ProbeResult result = TransportStreamProbe.probe(body);
    if (result instanceof ProbeResult.Recognized recognized) {
      return recognized.info();
    }
    String defect = ((ProbeResult.Refused) result).defect();
    throw new SegmentRejectedException(
        Reason.NOT_A_TRANSPORT_STREAM, "the body is not an " + CONTAINER.title() + ": " + defect);
  }

  private static Duration duration(SegmentUpload upload, MediaInfo media) {
    Duration said = upload.duration();
    Duration agreed = SegmentDurations.agreed(said, media, said);
    if (!agreed.equals(said)) {
      FAULTS.event(
          upload.session().streamId(),
          "Stream {}: segment {} is said to play for {}, but its timestamps say {}, which is taken",
          upload.session().streamId(),
          upload.sequence(),
          said,
          agreed);
    }
    return agreed;
  }
}
