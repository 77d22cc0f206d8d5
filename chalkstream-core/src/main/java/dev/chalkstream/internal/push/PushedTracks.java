package dev.chalkstream.internal.push;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentRejectedException.Reason;
import dev.chalkstream.internal.manifest.PushedTrack;
import dev.chalkstream.internal.manifest.Run;
import dev.chalkstream.internal.manifest.SegmentDurations;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Accepted;
import dev.chalkstream.internal.sequence.AppendOutcome.Rejected;
import dev.chalkstream.internal.sequence.Broadcast;
import dev.chalkstream.internal.sequence.NextSegment;
import dev.chalkstream.internal.sequence.RunSequencer;
import dev.chalkstream.media.Container;
import dev.chalkstream.media.MediaFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the segments of tracks of CMAF, which come without numbers: each is listed behind the one
 * before, and their timestamps tell what is missing and what comes again (DASH-IF Live Media
 * Ingest, interface 1). A stream lists one track. Not safe for use by many threads.
 */
public final class PushedTracks {

  /** The name of runs of tracks, which no broadcaster can give: it begins with a space. */
  private static final String RUN = " track";

  private final Broadcast broadcast;
  private final RunSequencer sequencer;
  private final List<PushedTrack> tracks;

  /**
   * Begins to take tracks.
   *
   * @param tracks what is kept of them; the stream lists the first
   * @param broadcast the stream
   */
  public PushedTracks(Collection<PushedTrack> tracks, Broadcast broadcast) {
    this.broadcast = broadcast;
    this.sequencer = broadcast.sequencer();
    this.tracks = new ArrayList<>(tracks);
  }

  public List<PushedTrack> toList() {
    return List.copyOf(tracks);
  }

  /** Whether the stream is live with a track. */
  public boolean areLive() {
    return broadcast.isLive() && !tracks.isEmpty();
  }

  /** Forgets all tracks. */
  public void clear() {
    tracks.clear();
  }

  /**
   * Takes the initialization section of a track, or tells why not.
   *
   * @param pushed whether segments of the stream wait for a playlist
   */
  public AppendOutcome begin(PushedTrack track, boolean pushed) {
    Optional<Rejected> refusal = refuse(track, pushed);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (tracks.contains(track)) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    claim(track);
    broadcast.noteCandidate();
    return new Accepted(IngestResult.STORED);
  }

  /**
   * Takes a segment, or tells why not.
   *
   * @param pushed whether segments of the stream wait for a playlist
   */
  public AppendOutcome take(NextSegment segment, boolean pushed) {
    StoredSegment stored = segment.stored();
    Optional<Rejected> refusal =
        refuse(segment.track(), pushed).or(() -> broadcast.refuse(stored, pushed));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    boolean resumes = segment.begins() && !broadcast.isLive();
    if (!resumes && new ListedTail(broadcast).repeats(stored.media())) {
      return new Accepted(IngestResult.UNCHANGED);
    }
    claim(segment.track());
    Run run = run();
    broadcast.place(
        new WaitingSegment(
            stored,
            run.next(),
            SegmentDurations.agreed(
                SegmentDurations.UNKNOWN, stored.media(), sequencer.targetDuration()),
            broadcast.now()));
    return new Accepted(IngestResult.LISTED);
  }

  private void claim(PushedTrack track) {
    tracks.clear();
    tracks.add(track);
  }

  /** The run in which tracks are listed; it is the current one. */
  private Run run() {
    Run run = sequencer.run();
    if (run == null || !sequencer.waiting().isEmpty()) {
      broadcast.beginRun(RUN);
    } else if (!RUN.equals(run.id())) {
      begin(run);
    }
    Run current = sequencer.run();
    if (current == null) {
      throw new IllegalStateException("a run that was begun is not there");
    }
    return current;
  }

  private void begin(Run current) {
    if (current.id() != null || current.hasListed()) {
      broadcast.beginRun(RUN);
    } else {
      sequencer.begin(
          new Run(
              current.ordinal(),
              RUN,
              current.first(),
              current.next(),
              current.missingSince(),
              current.discontinuity()));
    }
  }

  private Optional<Rejected> refuse(PushedTrack track, boolean pushed) {
    Optional<Rejected> refusal = broadcast.files().refuse(Container.CMAF, pushed);
    return refusal.isPresent() ? refusal : refuse(track);
  }

  private Optional<Rejected> refuse(PushedTrack track) {
    PushedTrack owner = tracks.isEmpty() ? null : tracks.get(0);
    if (owner == null || owner.track().equals(track.track())) {
      return Optional.empty();
    }
    if (isSound(track) != isSound(owner)) {
      // Pictures take over from sound that nobody has seen yet.
      boolean listed = broadcast.isLive() && hasListed(sequencer.run());
      return isSound(track) || listed ? Optional.of(separateAudio()) : Optional.empty();
    }
    return broadcast.isLive() ? Optional.of(taken(owner)) : Optional.empty();
  }

  private static boolean hasListed(@Nullable Run run) {
    return run != null && RUN.equals(run.id()) && run.hasListed();
  }

  private static boolean isSound(PushedTrack track) {
    return track.section().file() == MediaFile.AUDIO;
  }

  private static Rejected separateAudio() {
    return new Rejected(
        Reason.SEPARATE_AUDIO,
        "sound and pictures come as tracks of their own, and a stream has one for both: let the"
            + " encoder put them into one track (ffmpeg: '-f mp4' instead of '-f dash')");
  }

  private static Rejected taken(PushedTrack owner) {
    return new Rejected(
        Reason.TRACK_TAKEN,
        "this stream lists the track '"
            + owner.track()
            + "', and has one only: push others under sessions of their own, or let the encoder"
            + " make one representation");
  }
}
