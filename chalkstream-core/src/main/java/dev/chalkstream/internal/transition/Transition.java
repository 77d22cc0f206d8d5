package dev.chalkstream.internal.transition;

import dev.chalkstream.IngestResult;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamStatus.State;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.PushedSegment;
import dev.chalkstream.internal.manifest.Pushes;
import dev.chalkstream.internal.manifest.StoredSegment;
import dev.chalkstream.internal.push.PushedTracks;
import dev.chalkstream.internal.push.PushedUploads;
import dev.chalkstream.internal.sequence.Append;
import dev.chalkstream.internal.sequence.AppendOutcome;
import dev.chalkstream.internal.sequence.AppendOutcome.Outdated;
import dev.chalkstream.internal.sequence.AppendOutcome.SectionChanged;
import dev.chalkstream.internal.sequence.AppendOutcome.SectionMissing;
import dev.chalkstream.internal.sequence.Broadcast;
import dev.chalkstream.internal.sequence.Context;
import dev.chalkstream.internal.sequence.DeletionLedger;
import dev.chalkstream.internal.sequence.NextSegment;
import dev.chalkstream.internal.sequence.NumberedUploads;
import dev.chalkstream.internal.sequence.Remarks;
import dev.chalkstream.internal.transition.Command.AppendSegment;
import dev.chalkstream.internal.transition.Command.PushPlaylist;
import dev.chalkstream.internal.transition.Command.PushSection;
import dev.chalkstream.internal.transition.Command.PushSegment;
import dev.chalkstream.internal.transition.Command.Settle;
import dev.chalkstream.internal.transition.Command.TakeDown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes a stream from one revision of its manifest to the next: a manifest, commands and the time
 * go in, a manifest comes out. The result depends on nothing else, and nothing else is changed, so
 * a result that is not written is a preview.
 */
public final class Transition {

  private final long revision;
  private final Broadcast broadcast;
  private final NumberedUploads uploads;
  private final PushedUploads pushes;
  private final PushedTracks tracks;

  /**
   * What became of a command.
   *
   * @param answer the answer to a segment, playlist or announcement; empty for other commands
   * @param live whether the stream is live after it
   */
  public record Outcome(Optional<AppendOutcome> answer, boolean live) {

    /** The answer to a segment, playlist or announcement. */
    public AppendOutcome answered() {
      return answer.orElseThrow();
    }
  }

  /**
   * What became of a stream.
   *
   * @param next the next revision, or null if nothing has changed
   * @param pages the pages that it relies on and that are to be stored before it, by the media
   *     sequence numbers of their first segments
   * @param outcomes what became of the commands, in their order
   * @param remarks what is to be said to the operator
   */
  public record Result(
      @Nullable Manifest next,
      SortedMap<Long, List<ListedSegment>> pages,
      List<Outcome> outcomes,
      Map<Remarks.Kind, String> remarks) {

    /** What became of the first command. */
    public Outcome outcome() {
      return outcomes.get(0);
    }
  }

  private Transition(@Nullable Manifest manifest, Context context) {
    this.revision = manifest == null ? 1 : manifest.revision() + 1;
    Pushes kept = manifest == null ? Pushes.NONE : manifest.pushes();
    this.broadcast = new Broadcast(manifest, context);
    this.uploads = new NumberedUploads(broadcast);
    this.pushes = new PushedUploads(kept, broadcast);
    this.tracks = new PushedTracks(kept.tracks(), broadcast);
  }

  /**
   * Applies a command.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param context by what and when it is changed
   */
  public static Result apply(@Nullable Manifest manifest, Command command, Context context) {
    return apply(manifest, List.of(command), context);
  }

  /**
   * Applies commands one after the other, which become one revision.
   *
   * @param manifest the stream as it is, or null for one that has no manifest
   * @param context by what and when it is changed
   */
  public static Result apply(@Nullable Manifest manifest, List<Command> commands, Context context) {
    var transition = new Transition(manifest, context);
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Command command : commands) {
      Optional<AppendOutcome> answer = transition.apply(command);
      outcomes.add(new Outcome(answer, transition.broadcast.isLive()));
    }
    return transition.result(context, outcomes);
  }

  private Result result(Context context, List<Outcome> outcomes) {
    Manifest next = null;
    if (broadcast.hasChanged()) {
      pushes.releaseSections();
      settle(context.deleted());
      next =
          broadcast.toManifest(
              revision, context.writer(), pushes.toPushes().withTracks(tracks.toList()));
    }
    return new Result(
        next, broadcast.sealedPages(), List.copyOf(outcomes), broadcast.remarks().toMap());
  }

  private Optional<AppendOutcome> apply(Command command) {
    if (command instanceof AppendSegment append) {
      Append segment = append.segment();
      return Optional.of(
          take(
              segment.stored(),
              append.knownBefore(),
              stored -> uploads.take(segment.with(stored))));
    } else if (command instanceof PushSegment push) {
      return Optional.of(take(push));
    } else if (command instanceof PushSection push) {
      return Optional.of(take(push));
    } else if (command instanceof PushPlaylist push) {
      passTime();
      // What packages tracks for DASH may send playlists of them beside.
      return Optional.of(
          tracks.areLive()
              ? new AppendOutcome.Accepted(IngestResult.UNCHANGED)
              : slideBehind(pushes.take(push.playlist())));
    } else if (command instanceof Command.BeginTrack begun) {
      passTime();
      return Optional.of(tracks.begin(begun.track(), pushes.hasStored()));
    } else if (command instanceof Command.AppendNext append) {
      NextSegment segment = append.segment();
      return Optional.of(
          take(
              segment.stored(),
              append.knownBefore(),
              stored -> tracks.take(segment.with(stored), pushes.hasStored())));
    } else if (command instanceof Command.Announce announced) {
      passTime();
      return Optional.of(broadcast.announce(announced.container(), pushes.hasStored()));
    } else if (command instanceof Command.Complete) {
      pushes.complete();
    } else if (command instanceof Command.PassTime) {
      passTime();
    } else if (command instanceof TakeDown takeDown) {
      takeDown(takeDown.others());
    } else if (command instanceof Settle settle) {
      settle(settle.deleted());
    }
    return Optional.empty();
  }

  /** Takes a segment if it is stored, or tells what would become of it if it was. */
  private AppendOutcome take(
      StoredSegment segment,
      OptionalLong knownBefore,
      Function<StoredSegment, AppendOutcome> taking) {
    passTime();
    StoredSegment stored =
        pushes.sections().withStoredSection(broadcast.files().withStoredSection(segment));
    if (isOutdated(stored.name(), knownBefore)) {
      return new Outdated();
    }
    if (knownBefore.isPresent()) {
      return stored.lacksSection() ? new SectionMissing() : slideBehind(taking.apply(stored));
    }
    AppendOutcome outcome = slideBehind(taking.apply(stored));
    return stored.lacksSection() && outcome.isNew() ? new SectionMissing() : outcome;
  }

  private AppendOutcome take(PushSegment push) {
    PushedSegment segment = push.segment();
    passTime();
    boolean changed =
        segment.stored().section() != null
            && !Objects.equals(push.likeliest(), pushes.sections().likeliestFor(segment.path()));
    return changed
        ? new SectionChanged()
        : take(segment.stored(), push.knownBefore(), stored -> pushes.take(segment.with(stored)));
  }

  private AppendOutcome take(PushSection push) {
    passTime();
    return isOutdated(push.section().name(), push.knownBefore())
        ? new Outdated()
        : pushes.sections().take(push.section(), pushes.hasStored());
  }

  private boolean isOutdated(SegmentName name, OptionalLong knownBefore) {
    Instant date = broadcast.moment().date();
    return knownBefore.isPresent()
        && broadcast.files().isOutdated(name, knownBefore.getAsLong(), date);
  }

  private AppendOutcome slideBehind(AppendOutcome outcome) {
    broadcast.slide();
    return outcome;
  }

  private void passTime() {
    Instant now = broadcast.now();
    broadcast.closeOverdueGap();
    Broadcast.LastSegment last = broadcast.lastSegment();
    pushes.passTime();
    // What is listed because time has passed has not come now.
    broadcast.restore(last);
    if (!now.isBefore(broadcast.completionDue())) {
      pushes.complete();
    }
    if (!now.isBefore(broadcast.expiryDue(pushes.hasStored()))) {
      if (broadcast.window().isEmpty()) {
        pushes.discard();
      }
      tracks.clear();
      broadcast.expire();
    }
  }

  private void settle(Manifest.Ledger deleted) {
    if (broadcast.window().ledger().strike(deleted)) {
      broadcast.noteChange();
    }
  }

  private void takeDown(List<SegmentName> others) {
    if (broadcast.hasBegun()) {
      end();
    }
    if (!others.isEmpty()) {
      DeletionLedger ledger = broadcast.window().ledger();
      // What is on its way to the list at this moment may be one of them.
      ledger.takeDown(revision);
      others.forEach(name -> ledger.addSegment(name, broadcast.now()));
      broadcast.noteChange();
    }
  }

  private void end() {
    pushes.complete();
    tracks.clear();
    if (pushes.discard()) {
      broadcast.noteChange();
    }
    if (broadcast.state() != State.EXPIRED) {
      broadcast.expire();
    }
    pushes.releaseSections();
    if (broadcast.window().ledger().hurry(broadcast.now())) {
      broadcast.noteChange();
    }
  }
}
