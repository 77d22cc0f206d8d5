package dev.chalkstream.internal.transition;

import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.Moment;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.WaitingSegment;
import dev.chalkstream.internal.push.Candidates;
import dev.chalkstream.internal.push.PushDeadlines;
import dev.chalkstream.internal.push.PushedSegments;
import dev.chalkstream.internal.sequence.Deadlines;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When the passing of time alone will change a stream, calculated from its manifest. */
public final class Due {

  private Due() {}

  /**
   * When the passing of time alone will change a stream, so that someone should {@linkplain
   * Command.PassTime write it down}: an overdue gap, what encoders have pushed, the completion, the
   * expiry.
   *
   * @param moment a time, and what a node knows then
   * @return the stream's time, or {@link Instant#MAX} for a stream that waits for nothing
   */
  public static Instant next(Manifest manifest, Moment moment) {
    State state = manifest.state();
    Manifest.Terms terms = manifest.terms();
    Instant now = moment.timeAfter(manifest);
    Duration target =
        Deadlines.targetDuration(
            manifest.targetDuration(),
            manifest.waiting().stream().map(WaitingSegment::duration).findFirst());
    Duration gapLimit = Deadlines.gapLimit(terms, target);
    return Stream.of(
            Deadlines.gap(manifest.run(), now, gapLimit, moment.gap()),
            pushes(manifest, gapLimit, now)
                .first(
                    state == State.LIVE,
                    moment.end(),
                    !manifest.pushes().expected().isEmpty(),
                    manifest.lastSegmentAt()),
            Deadlines.completion(state, terms, target, now, moment.silence()),
            Deadlines.expiry(
                state,
                terms,
                last(manifest.window().head()),
                manifest.lastSegmentAt(),
                !manifest.pushes().stored().isEmpty()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static PushDeadlines pushes(Manifest manifest, Duration gapLimit, Instant now) {
    Pushes pushes = manifest.pushes();
    return new PushDeadlines(
        pushes.followed(),
        manifest.run(),
        new Candidates(pushes.candidates(), pushes.consideredAt()),
        new PushedSegments(pushes.stored(), manifest.terms().retention()),
        pushes.sectionAt(),
        gapLimit,
        now);
  }

  private static Optional<ListedSegment> last(List<ListedSegment> head) {
    return head.isEmpty() ? Optional.empty() : Optional.of(head.get(head.size() - 1));
  }
}
