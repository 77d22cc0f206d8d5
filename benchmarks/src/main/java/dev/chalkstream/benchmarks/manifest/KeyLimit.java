package dev.chalkstream.benchmarks.manifest;

/** What a store does about a second write of the same key within a second. */
enum KeyLimit {
  /** Nothing. */
  NONE,

  /** It lets the write wait for its turn, and looks at its condition then. */
  DELAYED,

  /**
   * It refuses the write, whether its condition holds or not, as Google Cloud Storage and
   * Cloudflare R2 do with status 429.
   */
  REFUSED;

  /** What both document: one write a second. */
  static final long INTERVAL = VirtualTime.SECOND;
}
