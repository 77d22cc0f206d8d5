package dev.chalkstream.internal.dash;

import dev.chalkstream.internal.dash.RefusedTrackException.Reason;
import dev.chalkstream.media.MediaTrack.Kind;
import dev.chalkstream.media.cmaf.FragmentOutline;
import dev.chalkstream.media.cmaf.FragmentOutline.Track;
import dev.chalkstream.media.cmaf.FragmentProbe;
import dev.chalkstream.media.cmaf.FragmentResult;
import dev.chalkstream.media.cmaf.InitializationSection;
import dev.chalkstream.media.cmaf.InitializationTrack;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers chunks to segments. A segment begins at a key frame of the video; where there is no
 * video, it begins at a chunk with a {@code styp} that begins a segment, or at any chunk if none
 * has one. It ends where the next can begin and is nearest to its target duration, at the latest
 * where the rules say, and where timestamps jump. Holes and jumps are no errors: the segments on
 * both sides of one tell it by their times.
 *
 * <p>What has come before is left out, be it as other bytes (DASH-IF Live Media Ingest, section
 * 6.8): what ends no later than the newest chunk and begins at most {@value #RESENT_SEGMENTS}
 * target durations before its end. What begins earlier is a new beginning, as of an encoder that
 * was started again.
 *
 * <p>If a segment could begin with each chunk, and each has all tracks, as ffmpeg's {@code
 * frag_keyframe} makes them, a segment is complete with its last chunk; else the next chunk
 * completes it. So at the end of a request that sends one segment, and at the end of a track, call
 * {@link #finish}. When a connection breaks, do not: the encoder sends again what was not
 * acknowledged, and the segment goes on where it was.
 *
 * <p>It holds the chunks of one segment. Not safe for use by several threads.
 */
public final class SegmentGatherer {

  /** An encoder sends again what it sent in the last three segments (section 5.3, rule 2). */
  static final int RESENT_SEGMENTS = 4;

  private final InitializationSection section;
  private final SegmentRules rules;
  private final Timelines timelines;
  private final Optional<InitializationTrack> video;
  private @Nullable OpenSegment open;

  /** Whether a segment could have begun with each chunk so far, and each had all tracks. */
  private boolean wholeGroups = true;

  /** Whether the encoder marks where segments begin. */
  private boolean marked;

  /**
   * A gatherer for what follows one initialization section.
   *
   * @param section the initialization section
   * @param rules how long segments become
   */
  public SegmentGatherer(InitializationSection section, SegmentRules rules) {
    this.section = section;
    this.rules = rules;
    timelines = new Timelines(rules.target().multipliedBy(RESENT_SEGMENTS).toNanos());
    video = section.tracks().stream().filter(track -> track.kind() == Kind.VIDEO).findFirst();
  }

  /**
   * Adds a chunk.
   *
   * @param chunk the chunk
   * @return the segments that are complete now: none, one or two
   * @throws RefusedTrackException if it is not to be played; nothing has changed then
   */
  public List<GatheredSegment> add(TrackPart.Chunk chunk) throws RefusedTrackException {
    FragmentOutline outline = outline(chunk);
    Optional<Track> timeline = timeline(outline);
    List<GatheredSegment> complete = new ArrayList<>();
    if (timelines.hasCome(timeline.orElse(outline.tracks().get(0)))) {
      noteAgain(chunk);
      return complete;
    }
    marked |= chunk.startsSegment();
    boolean mayBegin = timeline.filter(track -> mayBegin(chunk, track)).isPresent();
    wholeGroups &= mayBegin && outline.tracks().size() == section.tracks().size();
    if (open != null && endsBefore(chunk, outline, timeline, mayBegin)) {
      finish().ifPresent(complete::add);
    }
    append(chunk, timeline.map(Track::ticks).orElse(0L), mayBegin);
    timelines.note(outline);
    if (wholeGroups && isLongEnough()) {
      finish().ifPresent(complete::add);
    }
    return complete;
  }

  /**
   * Ends the segment that is not complete.
   *
   * @return the segment, or empty if nothing has come since the last
   */
  public Optional<GatheredSegment> finish() {
    Optional<GatheredSegment> closed = Optional.ofNullable(open).map(OpenSegment::close);
    open = null;
    return closed;
  }

  /** How many bytes of chunks it holds. */
  public int bytes() {
    return open == null ? 0 : open.bytes();
  }

  private FragmentOutline outline(TrackPart.Chunk chunk) throws RefusedTrackException {
    ByteBuffer bytes = ByteBuffer.wrap(chunk.bytes());
    if (FragmentProbe.inspect(bytes, section) instanceof FragmentResult.Refused refused) {
      throw new RefusedTrackException(Reason.MALFORMED, refused.defect());
    }
    return FragmentOutline.of(bytes, section)
        .orElseThrow(() -> new RefusedTrackException(Reason.MALFORMED, "it has no samples"));
  }

  /** The track by which durations are counted: the video, or else the first. */
  private Optional<Track> timeline(FragmentOutline outline) {
    return outline.track(video.orElse(section.tracks().get(0)).id());
  }

  /** Whether a segment can begin at a chunk. */
  private boolean mayBegin(TrackPart.Chunk chunk, Track timeline) {
    return timeline.keyFrame() && (video.isPresent() || !marked || chunk.startsSegment());
  }

  private boolean endsBefore(
      TrackPart.Chunk chunk, FragmentOutline outline, Optional<Track> timeline, boolean mayBegin) {
    return !timelines.goOn(outline)
        || chunk.bytes().length > rules.bytes() - bytes()
        || timeline.filter(this::isTooLongWith).isPresent()
        || (mayBegin && isLongEnough());
  }

  private boolean isTooLongWith(Track next) {
    return open != null && open.ticks() + next.ticks() > ticks(rules.longest());
  }

  /** Whether to end here is nearer to the target than one unit later. */
  private boolean isLongEnough() {
    return open != null
        && open.ticks() > 0
        && open.ticks() + open.unitTicks() / 2 >= ticks(rules.target());
  }

  private long ticks(Duration duration) {
    long scale = video.orElse(section.tracks().get(0)).clock().timescale();
    double seconds = duration.getSeconds() + duration.getNano() / 1e9;
    return (long) (seconds * scale);
  }

  private void append(TrackPart.Chunk chunk, long ticks, boolean mayBegin) {
    OpenSegment segment = open == null ? new OpenSegment() : open;
    if (mayBegin) {
      segment.beginUnit();
    }
    segment.add(chunk, ticks);
    open = segment;
  }

  /** What comes again may say only then that it is the last. */
  private void noteAgain(TrackPart.Chunk chunk) {
    if (open != null && chunk.isLast()) {
      open.markLast();
    }
  }
}
