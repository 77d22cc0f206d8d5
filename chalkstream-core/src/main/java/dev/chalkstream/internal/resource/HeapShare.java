package dev.chalkstream.internal.resource;

/**
 * How much of the largest heap each of a node's caches may fill, so that what clients make a node
 * keep never fills the heap, whatever its size. These are a third of it. The latest segments have
 * an eighth at most, and as much again where they are being sent; uploads on their way have a
 * quarter.
 */
public enum HeapShare {
  /** Streams: manifests, and playlists in plain and in gzip, with the text of their pages. */
  STREAMS(5),
  /** Pages of the histories. */
  PAGES(10),
  /** What is remembered of streams that do not change. */
  DIRECTORY(32),
  /** When something is due in which stream. */
  SCHEDULE(128),
  /** Which segments are damaged. */
  DAMAGE(256);

  private final int part;

  HeapShare(int part) {
    this.part = part;
  }

  public long bytes() {
    return Runtime.getRuntime().maxMemory() / part;
  }

  /** How many entries of a size fit in. */
  public int entries(int size, int most) {
    return (int) Math.min(most, bytes() / size);
  }
}
