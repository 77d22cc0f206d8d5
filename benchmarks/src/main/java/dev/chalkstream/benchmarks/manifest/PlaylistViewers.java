package dev.chalkstream.benchmarks.manifest;

/**
 * The viewers of one node, so many that the manifest is read again as soon as it may no longer be
 * shown; models {@code StreamReader}.
 */
final class PlaylistViewers {

  private final VirtualTime time;
  private final KnownManifest known;

  PlaylistViewers(VirtualTime time, KnownManifest known) {
    this.time = time;
    this.known = known;
  }

  void watch() {
    if (known.isFresh()) {
      time.at(known.freshUntil(), this::watch);
    } else {
      known.read(now -> watch());
    }
  }
}
