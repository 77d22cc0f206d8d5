package dev.chalkstream;

import dev.chalkstream.storage.BlobStore;

/** Instances for tests: nothing happens in the background, and nobody waits in a waiting room. */
final class Nodes {

  private Nodes() {}

  static Chalkstream.Builder on(BlobStore store) {
    return Chalkstream.builder(store).withoutBackground().waitingRoom(WaitingRoom.closed());
  }
}
