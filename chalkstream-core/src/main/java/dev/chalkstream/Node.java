package dev.chalkstream;

import dev.chalkstream.storage.BlobStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all streams of one instance share.
 *
 * @param store where streams are kept
 * @param manifests the manifests in it
 * @param pages the histories in it
 * @param reaper deletes what is due
 * @param rules by what streams are changed
 * @param clock the node's clock
 * @param storeTime corrects it
 * @param workers wait for the store
 * @param refreshInterval how long what was read is taken for current
 * @param patience how long requests wait for the store
 * @param writer the name of this instance, unique among all
 * @param writes counts the attempts to write a manifest
 * @param observer is told of every new revision that is read or written
 */
record Node(
    BlobStore store,
    ManifestStore manifests,
    HistoryPages pages,
    Reaper reaper,
    StreamRules rules,
    NodeClock clock,
    StoreTime storeTime,
    Workers workers,
    Duration refreshInterval,
    Patience patience,
    String writer,
    AtomicLong writes,
    StreamObserver observer) {

  /** What the streams of a new instance share. */
  static Node of(
      ChalkstreamBuilder builder,
      NodeClock clock,
      Workers workers,
      HotSegments segments,
      StreamObserver observer) {
    BlobStore store = builder.watchedStore();
    String name = Long.toHexString(new SecureRandom().nextLong());
    var pages = new HistoryPages(store, clock);
    var renderer =
        new PlaylistRenderer(
            pages, segments.damaged(), new Customization(builder.customizer), workers, clock);
    return new Node(
        store,
        new ManifestStore(store, renderer, clock),
        pages,
        new Reaper(store, pages, segments, workers.deletions(), clock),
        new StreamRules(builder.policy, builder.waitingRoom),
        clock,
        new StoreTime(builder.store, name, clock, builder.metrics),
        workers,
        builder.refreshInterval,
        builder.patience,
        name,
        new AtomicLong(),
        observer);
  }

  /** A name for the next attempt to write, so that each recognises itself and no other. */
  String nextWriter() {
    return writer + "-" + writes.incrementAndGet();
  }
}
