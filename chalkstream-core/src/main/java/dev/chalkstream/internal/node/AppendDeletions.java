package dev.chalkstream.internal.node;

import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.UnlistedSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What the appends to one stream delete on their way: an append begins to delete what is due and
 * notes what was deleted by then, so none waits for it. Guarded by the lock of the {@link
 * CommitQueue}.
 */
final class AppendDeletions {

  /** So many are being deleted at a time. */
  private static final int SOME = 8;

  private final Reaper reaper;
  private final Map<UnlistedSegment, CompletableFuture<Boolean>> begun = new HashMap<>();

  AppendDeletions(Reaper reaper) {
    this.reaper = reaper;
  }

  /**
   * Begins to delete a few segments that are due.
   *
   * @param view the stream
   * @return the entries that are deleted; they are told again until the ledger names them no more
   */
  Manifest.Ledger advance(StreamView view) {
    List<UnlistedSegment> due = reaper.due(view).segments();
    List<UnlistedSegment> done = new ArrayList<>();
    begun.keySet().retainAll(due);
    for (UnlistedSegment segment : due.subList(0, Math.min(SOME, due.size()))) {
      CompletableFuture<Boolean> deletion =
          begun.computeIfAbsent(segment, fresh -> reaper.begin(view.stream(), fresh));
      if (deletion.isDone()) {
        if (Reaper.await(deletion)) {
          done.add(segment);
        } else {
          begun.remove(segment);
        }
      }
    }
    return new Manifest.Ledger(done, List.of());
  }
}
