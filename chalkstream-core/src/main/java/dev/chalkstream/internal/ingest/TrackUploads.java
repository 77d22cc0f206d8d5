package dev.chalkstream.internal.ingest;

import dev.chalkstream.IngestResult;
import dev.chalkstream.PushName;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamPolicy;
import dev.chalkstream.TrackPush;
import dev.chalkstream.internal.dash.TrackAddress;
import dev.chalkstream.internal.dash.TrackSplitter;
import dev.chalkstream.internal.ingest.GatheredTrack.Pending;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PushedTrack;
import dev.chalkstream.internal.metrics.OperationTimers;
import dev.chalkstream.internal.node.Node;
import dev.chalkstream.internal.node.StreamHead;
import dev.chalkstream.internal.node.StreamView;
import dev.chalkstream.internal.segment.InitializationSections;
import dev.chalkstream.internal.segment.InitializationSections.Known;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.transition.Command;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.cmaf.InitializationSection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes tracks of CMAF as encoders push them. Safe for many threads. */
public final class TrackUploads {

  private final Uploads uploads;
  private final InitializationSections sections;
  private final GatheredTracks tracks;
  private final StreamPolicy policy;
  private final NodeClock clock;
  private final Function<StreamId, StreamHead> heads;
  private final Gate gate;

  /** Makes a change of a stream, if there is a place left for it. */
  @FunctionalInterface
  public interface Gate {

    /** Makes the change. */
    IngestResult pass(OperationTimers.Call<IngestResult, SegmentRejectedException> change)
        throws SegmentRejectedException, IOException;
  }

  /**
   * Makes what takes the tracks of an instance.
   *
   * @param uploads stores segments and has them listed
   * @param heads finds streams
   * @param gate is passed by each change
   */
  public TrackUploads(Node node, Uploads uploads, Function<StreamId, StreamHead> heads, Gate gate) {
    this.uploads = uploads;
    this.sections = uploads.sections();
    this.policy = node.rules().policy();
    this.tracks = new GatheredTracks(policy);
    this.clock = node.clock();
    this.heads = heads;
    this.gate = gate;
  }

  /** Begins to take a body that an encoder sends to the address of a track. */
  public TrackPush begin(StreamId stream, PushName name) {
    String track = TrackAddress.parse(name.value()).track();
    return new TrackReader(
        new Target(stream, name.value(), track), new TrackSplitter(tracks.limits()));
  }

  /** A track of a stream. */
  private final class Target implements TrackReader.Stream {

    private final StreamId stream;
    private final String path;
    private final String track;

    Target(StreamId stream, String path, String track) {
      this.stream = stream;
      this.path = path;
      this.track = track;
    }

    @Override
    public GatheredTrack gathered() {
      return tracks.get(stream, track);
    }

    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public Duration patience() {
      return policy.completionTimeout();
    }

    /**
     * Notes a header. One that may be the section of an encoder of HLS is noted as such: it is the
     * track's when the first of its segments is listed.
     */
    @Override
    public Known begin(byte[] header) throws SegmentRejectedException, IOException {
      ByteBuffer bytes = ByteBuffer.wrap(header);
      SegmentDigest digest = SegmentDigest.compute(bytes);
      InitializationSection section = UploadCheck.check(digest, bytes);
      checkKind(section);
      Known known = sections.known(digest, bytes, section);
      gate.pass(
          () -> TrackAddress.mayBeOfHls(path) ? uploads.push(path, bytes, head()) : note(known));
      return known;
    }

    private IngestResult note(Known known) throws SegmentRejectedException, IOException {
      var command = new Command.BeginTrack(new PushedTrack(track, known.name()));
      AppendOutcome expected = Uploads.preview(head(), command);
      if (expected.isNew()) {
        sections.put(stream, known);
        expected = head().change(command).answered();
      }
      if (expected instanceof Rejected rejected) {
        throw new SegmentRejectedException(rejected.reason(), rejected.detail());
      }
      return IngestResult.UNCHANGED;
    }

    @Override
    public Known find() throws SegmentRejectedException, IOException {
      Optional<Known> known = find(head().latest());
      if (known.isEmpty()) {
        // Another node may have taken the header.
        head().preview(new Command.PassTime(), true);
        known = find(head().latest());
      }
      return known.orElseThrow(
          () ->
              new SegmentRejectedException(
                  Reason.UNKNOWN_INITIALIZATION,
                  "the header (ftyp and moov) of the track '"
                      + track
                      + "' is not here, or not any more: send it again, then the segment"));
    }

    private Optional<Known> find(@Nullable StreamView view) throws IOException {
      Manifest manifest = view == null ? null : view.manifest();
      if (manifest == null) {
        return Optional.empty();
      }
      for (PushedTrack each : manifest.pushes().tracks()) {
        if (each.track().equals(track)) {
          SegmentName section = each.section();
          return sections.find(
              stream, section.digest(), Uploads.listedSection(manifest, section.digest()));
        }
      }
      return Optional.empty();
    }

    @Override
    public void append(Pending segment) throws SegmentRejectedException, IOException {
      gate.pass(
          () ->
              uploads.takeNext(segment, new PushedTrack(track, segment.section().name()), head()));
    }

    @Override
    public void complete() throws SegmentRejectedException, IOException {
      gate.pass(
          () -> {
            head().change(new Command.Complete());
            return IngestResult.UNCHANGED;
          });
    }

    @Override
    public void weigh(long bytes) {
      tracks.weigh(stream, track, bytes);
    }

    private StreamHead head() {
      return heads.apply(stream);
    }
  }

  private static void checkKind(InitializationSection section) throws SegmentRejectedException {
    if (section.tracks().stream().allMatch(each -> each.kind() == MediaTrack.Kind.OTHER)) {
      throw new SegmentRejectedException(
          Reason.NOT_FRAGMENTED_MP4,
          "the track has neither pictures nor sound; text and metadata are not taken");
    }
  }
}
