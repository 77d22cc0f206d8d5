package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.benchmarks.manifest.SimulatedStore.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts and times what happens in a run. */
final class Tally {

  /** What is asked of the store. */
  enum Call {
    GET_MANIFEST,
    PUT_MANIFEST,
    PUT_MEDIA,
    GET_SLOT,
    PUT_SLOT
  }

  private final int perEntry;
  private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
  private final Map<Outcome, Integer> commits = new EnumMap<>(Outcome.class);
  private final Map<Item, Upload> uploads = new HashMap<>();
  private final Set<Upload> open = new HashSet<>();
  private final int[][] seen;
  private final int[] listed;
  private final Samples acknowledging = new Samples();
  private final Samples showing = new Samples();
  private final Samples listing = new Samples();
  private final List<Integer> backlog = new ArrayList<>();
  private int planned;
  private int refusals;
  private boolean counting = true;

  /**
   * Begins to count.
   *
   * @param perEntry how many uploads a manifest lists as one, since they are parts of one segment
   */
  Tally(Load load, int perEntry) {
    this.perEntry = perEntry;
    this.seen = new int[load.nodes()][load.renditions()];
    this.listed = new int[load.renditions()];
  }

  /** What is called after the broadcast is not counted. */
  void stopCounting() {
    counting = false;
  }

  void called(Call call) {
    if (counting) {
      calls.merge(call, 1, Integer::sum);
    }
  }

  void called(Call call, Outcome outcome) {
    called(call);
    if (call == Call.PUT_MANIFEST && counting) {
      commits.merge(outcome, 1, Integer::sum);
    }
  }

  /** Notes that so many uploads will come. */
  void planned(int count) {
    planned += count;
  }

  /** Notes the end of a body. */
  void arrived(Upload upload) {
    uploads.put(upload.item(), upload);
    open.add(upload);
  }

  void acknowledged(Upload upload, long now) {
    if (!open.remove(upload)) {
      throw new IllegalStateException(upload.item() + " is acknowledged twice");
    }
    acknowledging.add(now - upload.endedAt());
  }

  /** Notes an answer of 503. */
  void refused() {
    refusals++;
  }

  /** Notes that a node can show all items of a rendition before one. */
  void seen(int node, int rendition, int next, long now) {
    for (; seen[node][rendition] < next; seen[node][rendition]++) {
      Upload upload = uploads.get(new Item(rendition, seen[node][rendition]));
      if (upload != null && upload.node() != node) {
        showing.add(now - upload.endedAt());
      }
    }
  }

  /** Notes what a manifest lists. */
  void listed(Contents contents, long now) {
    for (int rendition = 0; rendition < listed.length; rendition++) {
      for (; listed[rendition] < contents.next(rendition); listed[rendition]++) {
        Upload last = uploads.get(new Item(rendition, (listed[rendition] + 1) * perEntry - 1));
        if (last != null) {
          listing.add(now - last.endedAt());
        }
      }
    }
  }

  /** Notes how many uploads wait for their acknowledgement. */
  void sampleBacklog() {
    backlog.add(open.size());
  }

  /** Whether all uploads have come, are acknowledged, and are listed by a manifest. */
  boolean isSettled() {
    return uploads.size() == planned
        && open.isEmpty()
        && listing.count() * perEntry == uploads.size();
  }

  /** How many uploads wait. */
  int open() {
    return open.size();
  }

  int arrivals() {
    return uploads.size();
  }

  int refusals() {
    return refusals;
  }

  int calls(Call call) {
    return calls.getOrDefault(call, 0);
  }

  int commits(Outcome outcome) {
    return commits.getOrDefault(outcome, 0);
  }

  Samples acknowledging() {
    return acknowledging;
  }

  Samples showing() {
    return showing;
  }

  Samples listing() {
    return listing;
  }

  /** How many uploads waited on average in a third of the run, 0 to 2. */
  double backlog(int third) {
    int length = backlog.size() / 3;
    return backlog.subList(third * length, (third + 1) * length).stream()
        .mapToInt(Integer::intValue)
        .average()
        .orElse(0);
  }
}
