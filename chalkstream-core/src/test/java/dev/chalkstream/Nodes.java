package dev.chalkstream;

import dev.chalkstream.storage.BlobStore;
import java.time.Duration;
import java.time.InstantSource;

/** Instances for tests: nothing happens in the background, and nobody waits in a waiting room. */
final class Nodes {

  private Nodes() {}

  static ChalkstreamBuilder on(BlobStore store) {
    return Chalkstream.builder(store).withoutBackground().waitingRoom(WaitingRoom.closed());
  }

  /** Who waits for the store, where what was read is current for half a second. */
  static Node.Reading reading(Workers workers, Patience patience) {
    return new Node.Reading(workers, Duration.ofMillis(500), patience);
  }

  /** The manifests as they lie in a store, whoever put them there. */
  static ManifestStore manifests(BlobStore store) {
    return manifests(store, NodeClock.of(InstantSource.system()));
  }

  /** The manifests as one node sees them. */
  static ManifestStore manifests(BlobStore store, NodeClock clock) {
    return new ManifestStore(store, renderer(store), clock);
  }

  static PlaylistRenderer renderer(BlobStore store) {
    return new PlaylistRenderer(
        new HistoryPages(store, InstantSource.system()),
        new DamagedSegments(),
        Customization.NONE,
        Workers.none(),
        InstantSource.system());
  }
}
