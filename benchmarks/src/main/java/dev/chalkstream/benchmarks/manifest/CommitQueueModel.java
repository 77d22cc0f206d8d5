package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.KnownManifest.State;
import dev.chalkstream.benchmarks.manifest.SimulatedStore.Outcome;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Models {@code CommitQueue}, with its constants: what waits behind a write becomes one revision, a
 * loser backs off by the time that a write takes and reads again, who knows of others looks before
 * it writes, who has just written leaves a gap. Below it, a put that is refused is sent again as
 * the client of {@code chalkstream-storage-s3} does; if all attempts are refused, the batch fails.
 *
 * <p>It differs in that no answer is lost and no change is refused for what it says.
 */
final class CommitQueueModel implements Committer {

  private static final int MAX_LOST_RACES = 64;
  private static final int MAX_BACK_OFF_SHIFT = 2;
  private static final int CONTENDED_PAUSE = 4;
  private static final long LEAST_BACK_OFF = VirtualTime.MILLI;
  private static final long LONGEST_BACK_OFF = 2 * VirtualTime.SECOND;

  /** {@code S3Clients.MAX_ATTEMPTS}. */
  private static final int MAX_ATTEMPTS = 4;

  /** The base of the delays by which the AWS client repeats what was throttled. */
  private static final long THROTTLED = VirtualTime.SECOND;

  private final VirtualTime time;
  private final KnownManifest known;
  private final PendingChanges pending;
  private boolean busy;
  private boolean mustReread;
  private boolean contended;
  private long lastWriteTook;
  private long lastWriteEnded = Long.MIN_VALUE / 2;

  CommitQueueModel(VirtualTime time, KnownManifest known) {
    this.time = time;
    this.known = known;
    this.pending = new PendingChanges(time);
  }

  @Override
  public void submit(Change change) {
    pending.add(change);
    if (!busy) {
      begin();
    }
  }

  private void begin() {
    busy = true;
    time.after(
        gap(),
        () -> {
          List<Change> batch = pending.drain();
          if (batch.isEmpty()) {
            busy = false;
          } else {
            commit(batch);
          }
        });
  }

  private long gap() {
    if (time.now() - lastWriteEnded >= lastWriteTook) {
      return 0;
    }
    return contended
        ? pause(lastWriteTook, lastWriteTook * CONTENDED_PAUSE)
        : pause(0, lastWriteTook / 2);
  }

  private long pause(long least, long most) {
    return time.between(Math.min(least, LONGEST_BACK_OFF), Math.min(most, LONGEST_BACK_OFF));
  }

  private void commit(List<Change> batch) {
    State state = known.latest();
    if (state == null || mustReread || (contended && !known.isFresh())) {
      known.read(
          now -> {
            contended &= state == null || state.version() != now.version();
            mustReread = false;
            attempt(batch, now, 0, true);
          });
    } else {
      attempt(batch, state, 0, false);
    }
  }

  private void attempt(List<Change> batch, State base, int lostRaces, boolean fresh) {
    Contents next = base.contents().with(batch.stream().map(Change::item).toList());
    if (next.equals(base.contents())) {
      if (fresh) {
        end(batch, Change::recorded);
      } else {
        known.read(now -> attempt(batch, now, lostRaces, true));
      }
      return;
    }
    long asked = time.now();
    put(
        base,
        next,
        1,
        outcome -> {
          lastWriteEnded = time.now();
          lastWriteTook = lastWriteEnded - asked;
          switch (outcome) {
            case STORED -> end(batch, Change::recorded);
            case LOST -> lose(batch, lostRaces + 1);
            case REFUSED -> fail(batch);
          }
        });
  }

  private void put(State base, Contents next, int attempts, Consumer<Outcome> then) {
    known.write(
        base,
        next,
        outcome -> {
          if (outcome == Outcome.REFUSED && attempts < MAX_ATTEMPTS) {
            time.after(
                time.between(0, THROTTLED << (attempts - 1)),
                () -> put(base, next, attempts + 1, then));
          } else {
            then.accept(outcome);
          }
        });
  }

  private void lose(List<Change> batch, int lostRaces) {
    if (lostRaces == MAX_LOST_RACES) {
      mustReread = true;
      end(batch, Change::failed);
      return;
    }
    contended = true;
    long most = Math.max(LEAST_BACK_OFF, lastWriteTook);
    time.after(
        pause(0, most << Math.min(lostRaces - 1, MAX_BACK_OFF_SHIFT)),
        () -> known.read(now -> attempt(batch, now, lostRaces, true)));
  }

  /** After a fault, the store is asked whether the write has happened all the same. */
  private void fail(List<Change> batch) {
    known.read(
        now -> {
          mustReread = true;
          end(batch, Change::failed);
        });
  }

  private void end(List<Change> batch, Function<Change, Runnable> how) {
    batch.forEach(change -> how.apply(change).run());
    busy = false;
    if (!pending.isEmpty()) {
      begin();
    }
  }
}
