package dev.chalkstream.servlet;

import dev.chalkstream.NodeBusyException;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.internal.log.FaultLog;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The one place that says which error is which status. */
final class Problems {

  private static final FaultLog FAULTS = new FaultLog(LoggerFactory.getLogger(Problems.class));

  /** The beginning of the URIs that tell kinds of problems apart which share a status. */
  static final String TYPE = "tag:chalkstream.dev,2026:";

  private static final String RETRY_AFTER = "Retry-After";

  /** Soon, because what is live cannot wait for long. */
  private static final String RETRY_SECONDS = "2";

  /** Until something expires or somebody makes room. */
  private static final String RETRY_WHEN_FULL_SECONDS = "10";

  /** It needs a person. */
  private static final String RETRY_WHEN_DAMAGED_SECONDS = "30";

  private Problems() {}

  /** What to tell a client whose request has ended in an exception. */
  static Problem of(Throwable e) {
    if (e instanceof ProblemException known) {
      return known.problem();
    }
    if (e instanceof SegmentRejectedException rejected) {
      return rejected(rejected);
    }
    if (e instanceof NodeBusyException) {
      return nodeBusy();
    }
    if (e instanceof OutOfMemoryError) {
      FAULTS.faultWithTrace(e, "The memory is full; give the server a larger heap");
      return unavailable("this server's memory is full; send the same request again soon");
    }
    if (isCausedBy(e, DamagedBlobException.class)) {
      // The core has logged it, and what the operator can do.
      return damaged();
    }
    if (e instanceof IOException) {
      FAULTS.fault(e, "The store is at fault: {}", e.toString());
      if (isCausedBy(e, StoreFullException.class)) {
        return storeFull();
      }
      return unavailable("the store is out of reach; send the same request again soon");
    }
    FAULTS.faultWithTrace(e, "A request has failed unexpectedly");
    return Problem.of(500, "the server has failed; its log says why");
  }

  private static Problem damaged() {
    return Problem.of(
            503,
            "what is stored of this stream is damaged; it is to be had again when the server's"
                + " operator has restored it from a backup or has taken the stream down")
        .withHeader(RETRY_AFTER, RETRY_WHEN_DAMAGED_SECONDS);
  }

  static ProblemException malformed(String detail) {
    return new ProblemException(Problem.of(400, detail));
  }

  static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of(404, detail));
  }

  /** What is not there may come soon, and those who ask again find it. */
  static ProblemException notYet(String detail) {
    return new ProblemException(Problem.of(404, detail).withHeader(RETRY_AFTER, RETRY_SECONDS));
  }

  static ProblemException gone(String detail) {
    return new ProblemException(Problem.of(410, detail));
  }

  static ProblemException methodNotAllowed(Resource resource, String method) {
    String detail =
        resource == Resource.DIRECTORY
            ? "this is a directory, which need not be made; files are pushed below"
                + " /ingest/{session}/, with extensions such as out.m3u8 and out0.ts"
            : resource.title() + " takes " + resource.allow() + ", not " + method;
    return new ProblemException(Problem.of(405, detail).withHeader("Allow", resource.allow()));
  }

  static ProblemException preconditionFailed() {
    return new ProblemException(
        Problem.of(412, "what is here is none of those that If-Match names"));
  }

  static ProblemException tooLarge(int limit) {
    return new ProblemException(
        Problem.of(413, "an upload has at most " + limit + " bytes here; make shorter segments"));
  }

  static ProblemException unsupportedType(String type, String title, String detail) {
    return new ProblemException(rejected(415, type, title, detail));
  }

  static ProblemException unsatisfiable(long size) {
    return new ProblemException(
        Problem.of(416, "the segment has " + size + " bytes, and the range lies beyond them")
            .withHeader("Content-Range", "bytes */" + size));
  }

  /** A body that ended, or stood still for too long, before it was whole; or the server failed. */
  static Problem incompleteBody(@Nullable Throwable cause) {
    boolean stoodStill = false;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof Error) {
        return of(t);
      }
      stoodStill |= t instanceof TimeoutException || t instanceof java.net.SocketTimeoutException;
    }
    return stoodStill ? uploadTimeout() : Problem.of(400, "the body has ended before it was whole");
  }

  static Problem uploadTimeout() {
    return Problem.of(408, "the body has not arrived in time; send it again");
  }

  static Problem storeTimeout() {
    return unavailable("the store is slow; send the same request again soon");
  }

  private static boolean isCausedBy(Throwable e, Class<? extends IOException> kind) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (kind.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static Problem storeFull() {
    return Problem.of(
            507,
            "the store is full; segments are taken again when what is kept there has expired, or"
                + " when its operator makes room; send the same request again then")
        .withHeader(RETRY_AFTER, RETRY_WHEN_FULL_SECONDS);
  }

  /** The store may be well: it is this server that has sent it enough for now. */
  static Problem nodeBusy() {
    FAULTS.event(
        "places", "As many changes as may be are on their way to the store; more are turned away");
    return unavailable(
        "this server has too much on its way to the store already; send the same request again"
            + " soon");
  }

  static Problem unavailable(String detail) {
    return Problem.of(503, detail).withHeader(RETRY_AFTER, RETRY_SECONDS);
  }

  private static Problem rejected(SegmentRejectedException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case TOO_LARGE -> rejected(413, "segment-too-large", "Segment too large", detail);
      case NOT_A_TRANSPORT_STREAM ->
          rejected(415, "not-a-transport-stream", "Not an MPEG transport stream", detail);
      case NOT_FRAGMENTED_MP4 -> rejected(415, "not-fragmented-mp4", "Not fragmented MP4", detail);
      case UNKNOWN_INITIALIZATION ->
          rejected(412, "unknown-initialization", "Initialization section not known", detail);
      case OTHER_CONTAINER ->
          rejected(409, "other-container", "Stream is of another container", detail);
      case NOT_INDEPENDENT ->
          rejected(415, "not-independent", "Does not begin with a key frame", detail);
      case DIGEST_MISMATCH ->
          rejected(422, "digest-mismatch", "Digest does not match the body", detail);
      case SEQUENCE_TAKEN -> rejected(409, "sequence-taken", "Sequence number taken", detail);
      case SLOT_CLOSED -> rejected(409, "slot-closed", "Too late for the playlist", detail);
      case RUN_SUPERSEDED -> rejected(409, "run-superseded", "Run superseded", detail);
      case TOO_MANY_WAITING ->
          rejected(429, "too-many-waiting", "Too many segments waiting", detail)
              .withHeader(RETRY_AFTER, RETRY_SECONDS);
      case NOT_A_PLAYLIST -> rejected(400, "not-a-playlist", "Not a media playlist", detail);
      case UNSUPPORTED_PLAYLIST ->
          rejected(415, "unsupported-playlist", "Segments of an unsupported kind", detail);
      case SEVERAL_VARIANTS -> rejected(422, "several-variants", "Several variants", detail);
      case PLAYLIST_TAKEN ->
          rejected(409, "playlist-taken", "Another playlist is being pushed", detail);
      case SEPARATE_AUDIO -> rejected(422, "separate-audio", "Sound apart from pictures", detail);
      case MALFORMED_TRACK -> rejected(400, "malformed-track", "Not a track of CMAF", detail);
      case TRACK_TAKEN -> rejected(409, "track-taken", "Another track is being pushed", detail);
    };
  }

  private static Problem rejected(int status, String type, String title, String detail) {
    return new Problem(status, TYPE + type, title, detail, Map.of());
  }
}
