package dev.chalkstream.testing;

import dev.chalkstream.WaitingRoom;
import dev.chalkstream.internal.instance.Instance;
import dev.chalkstream.internal.instance.InstanceBuilder;
import dev.chalkstream.internal.node.ManifestStore;
import dev.chalkstream.internal.resource.Patience;
import dev.chalkstream.internal.resource.Reading;
import dev.chalkstream.internal.resource.Workers;
import dev.chalkstream.internal.segment.DamagedSegments;
import dev.chalkstream.internal.time.NodeClock;
import dev.chalkstream.internal.view.Customization;
import dev.chalkstream.internal.view.HistoryPages;
import dev.chalkstream.internal.view.PlaylistRenderer;
import dev.chalkstream.storage.BlobStore;
import java.time.Duration;
import java.time.InstantSource;

/** Instances for tests: nothing happens in the background, and nobody waits in a waiting room. */
public final class Nodes {

  private Nodes() {}

  public static InstanceBuilder on(BlobStore store) {
    return Instance.builder(store).withoutBackground().waitingRoom(WaitingRoom.closed());
  }

  /** Who waits for the store, where what was read is current for half a second. */
  public static Reading reading(Workers workers, Patience patience) {
    return new Reading(workers, Duration.ofMillis(500), patience);
  }

  /** The manifests as they lie in a store, whoever put them there. */
  public static ManifestStore manifests(BlobStore store) {
    return manifests(store, NodeClock.of(InstantSource.system()));
  }

  /** The manifests as one node sees them. */
  public static ManifestStore manifests(BlobStore store, NodeClock clock) {
    return new ManifestStore(store, renderer(store), clock);
  }

  public static PlaylistRenderer renderer(BlobStore store) {
    return new PlaylistRenderer(
        new HistoryPages(store, InstantSource.system()),
        new DamagedSegments(),
        Customization.NONE,
        Workers.none(),
        InstantSource.system());
  }
}
