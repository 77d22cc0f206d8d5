package dev.chalkstream.benchmarks.manifest;

import java.util.ArrayList;
import java.util.List;

/** One node: takes uploads, and shows the stream to its viewers. */
final class SimulatedNode implements Broadcast.Taker {

  private static final long RESUBMIT = VirtualTime.SECOND;

  private final VirtualTime time;
  private final SimulatedStore store;
  private final Scenario scenario;
  private final Tally tally;
  private final int number;
  private final Edge edge;
  private final List<KnownManifest> manifests = new ArrayList<>();
  private final List<Committer> committers = new ArrayList<>();

  SimulatedNode(
      VirtualTime time, SimulatedStore store, Scenario scenario, Tally tally, int number) {
    this.time = time;
    this.store = store;
    this.scenario = scenario;
    this.tally = tally;
    this.number = number;
    this.edge = new Edge(time, store, scenario, number, tally);
    int keys = scenario.design().manifestPerRendition() ? scenario.load().renditions() : 1;
    for (int key = 0; key < keys; key++) {
      var known = new KnownManifest(time, store, "manifest/" + key, scenario.load(), this::show);
      manifests.add(known);
      committers.add(committer(known));
    }
  }

  private Committer committer(KnownManifest known) {
    return switch (scenario.design().writer()) {
      case QUEUE -> new CommitQueueModel(time, known);
      case PACED -> new PacedCommitter(time, known);
      case GATHERING -> new GatheringCommitter(time, known, edge);
    };
  }

  /** Lets viewers come. */
  void open() {
    for (KnownManifest known : manifests) {
      var viewers = new PlaylistViewers(time, known);
      time.after(time.between(0, VirtualTime.SECOND / 2), viewers::watch);
    }
    if (scenario.looking().atSlots()) {
      edge.watch();
    }
  }

  private void show(Contents contents) {
    int each = scenario.design().slots() ? scenario.load().partsPerSegment() : 1;
    for (int rendition = 0; rendition < scenario.load().renditions(); rendition++) {
      edge.listed(rendition, contents.next(rendition) * each);
    }
  }

  @Override
  public void take(Upload upload, Runnable acknowledged, Runnable refused) {
    upload.isAt(number);
    if (scenario.design().slots()) {
      decide(upload, acknowledged);
    } else {
      Item item = upload.item();
      store.put(
          Tally.Call.PUT_MEDIA,
          "media/" + item + "/" + upload.nonce(),
          0,
          Contents.NONE,
          outcome -> committer(item).submit(new Change(item, acknowledged, refused)));
    }
  }

  /** A part is its slot; a whole segment is stored under its own key, and its slot names it. */
  private void decide(Upload upload, Runnable acknowledged) {
    Item item = upload.item();
    if (scenario.load().partsPerSegment() > 1) {
      putSlot(item, acknowledged);
    } else {
      store.put(
          Tally.Call.PUT_MEDIA,
          "media/" + item + "/" + upload.nonce(),
          0,
          Contents.NONE,
          outcome -> putSlot(item, acknowledged));
    }
  }

  private void putSlot(Item item, Runnable acknowledged) {
    store.put(
        Tally.Call.PUT_SLOT,
        Edge.key(item),
        0,
        Contents.NONE,
        outcome -> {
          edge.decided(item);
          acknowledged.run();
          int parts = scenario.load().partsPerSegment();
          if (item.number() % parts == parts - 1) {
            record(new Item(item.rendition(), item.number() / parts));
          }
        });
  }

  private void record(Item segment) {
    Runnable again = () -> time.after(RESUBMIT, () -> record(segment));
    committer(segment).submit(new Change(segment, () -> {}, again));
  }

  private Committer committer(Item item) {
    return committers.get(item.rendition() % committers.size());
  }
}
