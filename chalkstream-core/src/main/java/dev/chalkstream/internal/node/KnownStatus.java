package dev.chalkstream.internal.node;

import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node knows of a stream.
 *
 * @param id the stream
 * @param state where it is in its life
 * @param times when what happened to it
 * @param listed what its playlist lists
 * @param waitingSegments how many segments wait for an earlier one
 * @param format what is in its latest segment
 */
record KnownStatus(
    StreamId id, State state, Times times, Listed listed, long waitingSegments, Format format)
    implements StreamStatus {

  /** When it began, when the latest broadcast did, and when its latest segment came. */
  record Times(
      Optional<Instant> startedAt, Optional<Instant> liveSince, Optional<Instant> lastSegmentAt) {

    static final Times NONE = new Times(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What its playlist lists. */
  record Listed(
      Optional<Duration> targetDuration,
      long mediaSequence,
      long segments,
      Duration duration,
      long bytes,
      long recentBitrate) {

    static final Listed NOTHING = new Listed(Optional.empty(), 0, 0, Duration.ZERO, 0, 0);
  }

  /** What is in its latest segment. */
  record Format(List<String> codecs, int width, int height) {

    static final Format UNKNOWN = new Format(List.of(), 0, 0);

    Format {
      codecs = List.copyOf(codecs);
    }
  }

  /** The same in another state. */
  KnownStatus in(State other) {
    return new KnownStatus(id, other, times, listed, waitingSegments, format);
  }

  @Override
  public Optional<Instant> startedAt() {
    return times.startedAt();
  }

  @Override
  public Optional<Instant> liveSince() {
    return times.liveSince();
  }

  @Override
  public Optional<Instant> lastSegmentAt() {
    return times.lastSegmentAt();
  }

  @Override
  public Optional<Duration> targetDuration() {
    return listed.targetDuration();
  }

  @Override
  public long mediaSequence() {
    return listed.mediaSequence();
  }

  @Override
  public long listedSegments() {
    return listed.segments();
  }

  @Override
  public Duration listedDuration() {
    return listed.duration();
  }

  @Override
  public long listedBytes() {
    return listed.bytes();
  }

  @Override
  public long recentBitrate() {
    return listed.recentBitrate();
  }

  @Override
  public List<String> codecs() {
    return format.codecs();
  }

  @Override
  public int width() {
    return format.width();
  }

  @Override
  public int height() {
    return format.height();
  }
}
