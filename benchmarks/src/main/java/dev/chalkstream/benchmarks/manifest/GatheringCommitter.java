package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.KnownManifest.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Records the segments whose slots are decided, whoever took them: waits a little, looks at the
 * manifest and at the slots, and writes all that is missing in one revision. Whoever comes later
 * finds its own recorded and writes nothing. Nobody waits for it.
 */
final class GatheringCommitter implements Committer {

  /** A node waits for between this and twice this after the first segment that it has taken. */
  private static final long GATHER = 100 * VirtualTime.MILLI;

  private final VirtualTime time;
  private final KnownManifest known;
  private final Edge edge;
  private final Pace pace;
  private final List<Change> own = new ArrayList<>();
  private boolean planned;

  GatheringCommitter(VirtualTime time, KnownManifest known, Edge edge) {
    this.time = time;
    this.known = known;
    this.edge = edge;
    this.pace = new Pace(time);
  }

  @Override
  public void submit(Change change) {
    own.add(change);
    if (!planned) {
      planned = true;
      plan();
    }
  }

  private void plan() {
    time.after(time.between(GATHER, 2 * GATHER), () -> known.read(this::approach));
  }

  private void approach(State state) {
    if (settle(state)) {
      return;
    }
    long due = pace.due(state);
    if (due > time.now()) {
      time.at(due, () -> known.read(now -> gather(now, now.version() == state.version())));
    } else {
      gather(state, true);
    }
  }

  private void gather(State state, boolean ownTurn) {
    if (!ownTurn) {
      pace.lost();
      approach(state);
      return;
    }
    edge.lookAhead(
        () -> {
          List<Item> missing = edge.decidedSegments(state.contents());
          if (missing.isEmpty()) {
            plan();
          } else {
            write(state, state.contents().with(missing));
          }
        });
  }

  private void write(State base, Contents next) {
    long asked = time.now();
    known.write(
        base,
        next,
        outcome -> {
          pace.took(time.now() - asked);
          switch (outcome) {
            case STORED -> {
              pace.won();
              if (!settle(Objects.requireNonNull(known.latest()))) {
                plan();
              }
            }
            case LOST -> {
              pace.lost();
              known.read(this::approach);
            }
            case REFUSED -> {
              pace.refused();
              known.read(this::approach);
            }
          }
        });
  }

  /** Strikes off what is recorded; returns whether nothing is left to do. */
  private boolean settle(State state) {
    own.removeIf(
        change -> {
          boolean there = state.contents().has(change.item());
          if (there) {
            change.recorded().run();
          }
          return there;
        });
    planned = !own.isEmpty();
    return !planned;
  }
}
