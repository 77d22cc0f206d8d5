package dev.chalkstream.internal.node;

import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Moment;
import dev.chalkstream.internal.time.NodeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The time of one stream as a node counts it from a revision on. It goes on from the time in the
 * manifest at the pace of the node's own time. So a manifest that was written by a clock that is
 * far ahead or behind does not freeze the stream and does not age it, and neither does a clock that
 * is set. Immutable.
 *
 * @param at when the node came to know the revision, by its own time
 * @param time the stream's time then
 * @param gapSince since when the node knows the wait for the next number, by its own time
 * @param silentSince since when it knows the segment that came last
 * @param endSince since when it knows what was pushed last
 */
public record StreamClock(
    Instant at, Instant time, Instant gapSince, Instant silentSince, Instant endSince) {

  /** The time of a stream of which nothing is stored, or of which nothing was known before. */
  public static StreamClock begin(Instant at, Instant time) {
    return new StreamClock(at, time, at, at, at);
  }

  /**
   * The time of a stream from a revision on that the node has written.
   *
   * @param base the revision before it, as the node knew it
   */
  static StreamClock written(StreamView base, Manifest written, Moment when) {
    Instant time = when.time().isBefore(written.time()) ? written.time() : when.time();
    return begin(when.at(), time).remembering(base, written);
  }

  /**
   * The time of a stream from a revision on that the node has read.
   *
   * @param known what the node knew of the stream before, or null
   * @param at when it began to read
   * @param age how old the revision was then, by the time of the store
   * @param date what day it was then, which tells its age more exactly, unless it disagrees
   */
  public static StreamClock read(
      @Nullable StreamView known, Manifest manifest, Instant at, NodeClock.Span age, Instant date) {
    Duration passed = notNegative(age.estimate(Duration.between(manifest.time(), date)));
    Instant since = at.minus(notNegative(age.least()));
    return new StreamClock(at, manifest.time().plus(passed), since, since, since)
        .remembering(known, manifest);
  }

  /** What was waited for before is not new. */
  private StreamClock remembering(@Nullable StreamView known, Manifest next) {
    Manifest former = known == null ? null : known.manifest();
    if (known == null || former == null) {
      return this;
    }
    StreamClock before = known.clock();
    boolean sameGap =
        former.run().ordinal() == next.run().ordinal()
            && former.run().next() == next.run().next()
            && Objects.equals(former.run().missingSince(), next.run().missingSince());
    // Where the time has stood still, two segments may have come at the same.
    boolean sameLast =
        former.lastSegmentAt().equals(next.lastSegmentAt())
            && former.state() == next.state()
            && (former.isSameRevision(next) || next.time().isAfter(next.lastSegmentAt()));
    boolean sameEnd = former.pushes().areSaidAsIn(next.pushes());
    return new StreamClock(
        at,
        time,
        earlier(sameGap, before.gapSince, gapSince),
        earlier(sameLast, before.silentSince, silentSince),
        earlier(sameEnd, before.endSince, endSince));
  }

  private static Duration notNegative(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  private static Instant earlier(boolean same, Instant before, Instant now) {
    return same && before.isBefore(now) ? before : now;
  }

  /** The stream's time at a time of the node. */
  Instant timeAt(Instant now) {
    return time.plus(Duration.between(at, now));
  }

  /** When the node comes to a time of the stream; {@link Instant#MAX} is never. */
  public Instant nodeTime(Instant streamTime) {
    return streamTime.equals(Instant.MAX)
        ? Instant.MAX
        : at.plus(Duration.between(time, streamTime));
  }

  /** What a change at a time of the node is judged by. */
  Moment moment(Instant now, Instant date) {
    return new Moment(
        now,
        timeAt(now),
        date,
        Duration.between(gapSince, now),
        Duration.between(silentSince, now),
        Duration.between(endSince, now));
  }
}
