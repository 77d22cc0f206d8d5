package dev.chalkstream.internal.ingest;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.SegmentDurations;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.segment.InitializationSections.Known;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.MediaInfo;
import dev.chalkstream.media.ProbeResult;
import dev.chalkstream.media.TransportStreamProbe;
import dev.chalkstream.media.cmaf.FragmentProbe;
import dev.chalkstream.media.cmaf.InitializationResult;
import dev.chalkstream.media.cmaf.InitializationSection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What an upload must be by itself, whatever the state of its stream. */
final class UploadCheck {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(UploadCheck.class));

  private UploadCheck() {}

  /**
   * What is to be appended, if the upload is sound.
   *
   * @param section the initialization section that the segment needs, or null for a container that
   *     has none
   */
  static Append check(SegmentUpload upload, @Nullable Known section, StreamPolicy policy)
      throws SegmentRejectedException {
    MediaInfo media = probe(upload.body(), section, policy);
    digest(upload.digest(), upload.body());
    return new Append(
        stored(upload.digest(), upload.body(), section, media),
        upload.sequence(),
        duration(upload, media),
        upload.run(),
        upload.targetDuration());
  }

  /** What is pushed, if it is sound. */
  static PushedSegment check(
      String path, ByteBuffer body, @Nullable Known section, StreamPolicy policy)
      throws SegmentRejectedException {
    MediaInfo media = probe(body, section, policy);
    return new PushedSegment(
        path, stored(SegmentDigest.compute(body), body, section, media), Instant.EPOCH);
  }

  /** A segment that comes without a name, if it is sound. */
  static StoredSegment check(ByteBuffer body, Known section, StreamPolicy policy)
      throws SegmentRejectedException {
    MediaInfo media = probe(body, section, policy);
    return stored(SegmentDigest.compute(body), body, section, media);
  }

  /** What an initialization section announces, if it is sound. */
  static InitializationSection check(SegmentDigest digest, ByteBuffer body)
      throws SegmentRejectedException {
    InitializationSection section = section(body);
    digest(digest, body);
    return section;
  }

  /** What an initialization section announces, if it is one. */
  static InitializationSection section(ByteBuffer body) throws SegmentRejectedException {
    size("an initialization section", body, Chalkstream.MAX_INITIALIZATION_BYTES);
    InitializationResult result = InitializationSection.parse(body);
    if (result instanceof InitializationResult.Refused refused) {
      throw new SegmentRejectedException(
          Reason.NOT_FRAGMENTED_MP4,
          "the body is not an initialization section of fragmented MP4: " + refused.defect());
    }
    return ((InitializationResult.Recognized) result).section();
  }

  /** Why what is no segment of fragmented MP4 is refused, where no section is known. */
  static SegmentRejectedException notFragments(ByteBuffer body) {
    ProbeResult result = FragmentProbe.probe(body, new InitializationSection(List.of()));
    return refused(Container.CMAF, ((ProbeResult.Refused) result).defect());
  }

  private static SegmentRejectedException refused(Container container, String defect) {
    return new SegmentRejectedException(
        container == Container.CMAF ? Reason.NOT_FRAGMENTED_MP4 : Reason.NOT_A_TRANSPORT_STREAM,
        "the body is not " + container.title() + ": " + defect);
  }

  private static StoredSegment stored(
      SegmentDigest digest, ByteBuffer body, @Nullable Known section, MediaInfo media) {
    MediaFile file =
        section == null
            ? MediaFile.MPEG_TS
            : section.isAudio() ? MediaFile.AUDIO : MediaFile.FRAGMENTS;
    return new StoredSegment(
        SegmentName.of(digest, file),
        section == null ? null : section.name(),
        body.remaining(),
        media);
  }

  private static void digest(SegmentDigest said, ByteBuffer body) throws SegmentRejectedException {
    SegmentDigest actual = SegmentDigest.compute(body);
    if (!actual.equals(said)) {
      throw new SegmentRejectedException(
          Reason.DIGEST_MISMATCH,
          "the body has the SHA-256 "
              + actual
              + ", not "
              + said
              + ": it was damaged on its way, or the digest is of something else");
    }
  }

  private static void size(String what, ByteBuffer body, long most)
      throws SegmentRejectedException {
    if (body.remaining() > most) {
      throw new SegmentRejectedException(
          Reason.TOO_LARGE,
          what + " has at most " + most + " bytes, this one has " + body.remaining());
    }
  }

  private static MediaInfo probe(ByteBuffer body, @Nullable Known section, StreamPolicy policy)
      throws SegmentRejectedException {
    size("a segment", body, policy.maxSegmentBytes());
    ProbeResult result =
        section == null
            ? TransportStreamProbe.probe(body)
            : FragmentProbe.probe(body, section.section());
    if (result instanceof ProbeResult.Recognized recognized) {
      return recognized.info();
    }
    throw refused(
        section == null ? Container.MPEG_TS : Container.CMAF,
        ((ProbeResult.Refused) result).defect());
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
