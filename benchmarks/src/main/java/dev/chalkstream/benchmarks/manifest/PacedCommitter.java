package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.KnownManifest.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Commits at the pace that the store allows: gathers changes until the manifest may be written
 * again, looks whether another node was faster, and writes. An upload still waits until its own
 * node has had its turn. A refusal is a lost turn and not a fault.
 */
final class PacedCommitter implements Committer {

  private static final int MAX_BACK_OFF_SHIFT = 2;

  private final VirtualTime time;
  private final KnownManifest known;
  private final Pace pace;
  private final PendingChanges pending;
  private final List<Change> batch = new ArrayList<>();
  private boolean busy;

  PacedCommitter(VirtualTime time, KnownManifest known) {
    this.time = time;
    this.known = known;
    this.pace = new Pace(time);
    this.pending = new PendingChanges(time);
  }

  @Override
  public void submit(Change change) {
    pending.add(change);
    if (!busy) {
      busy = true;
      begin();
    }
  }

  private void begin() {
    State state = known.latest();
    if (state == null || pace.isLimited()) {
      known.read(this::approach);
    } else {
      write(state);
    }
  }

  /** Waits for the instant at which the manifest may be written over. */
  private void approach(State state) {
    long due = pace.due(state);
    if (due <= time.now()) {
      write(state);
      return;
    }
    time.at(
        due,
        () ->
            known.read(
                now -> {
                  if (now.version() == state.version()) {
                    write(now);
                  } else {
                    pace.lost();
                    approach(now);
                  }
                }));
  }

  private void write(State base) {
    batch.addAll(pending.drain());
    batch.removeIf(
        change -> {
          boolean there = base.contents().has(change.item());
          if (there) {
            change.recorded().run();
          }
          return there;
        });
    if (batch.isEmpty()) {
      next();
      return;
    }
    Contents next = base.contents().with(batch.stream().map(Change::item).toList());
    long asked = time.now();
    known.write(
        base,
        next,
        outcome -> {
          pace.took(time.now() - asked);
          switch (outcome) {
            case STORED -> succeed();
            case LOST -> lose(time.now() - asked);
            case REFUSED -> {
              pace.refused();
              known.read(this::approach);
            }
          }
        });
  }

  private void succeed() {
    pace.won();
    batch.forEach(change -> change.recorded().run());
    batch.clear();
    next();
  }

  private void next() {
    if (pending.isEmpty()) {
      busy = false;
    } else {
      begin();
    }
  }

  private void lose(long took) {
    long most = pace.isLimited() ? 0 : took << Math.min(pace.losses(), MAX_BACK_OFF_SHIFT);
    pace.lost();
    time.after(time.between(0, most), () -> known.read(this::approach));
  }
}
