package dev.chalkstream.benchmarks.manifest;

/** One body that an encoder sends, until it is acknowledged. */
final class Upload {

  private final Item item;
  private final long endedAt;
  private int refusals;
  private int node = -1;

  /**
   * Makes one.
   *
   * @param endedAt when its body had arrived for the first time
   */
  Upload(Item item, long endedAt) {
    this.item = item;
    this.endedAt = endedAt;
  }

  Item item() {
    return item;
  }

  long endedAt() {
    return endedAt;
  }

  /** Notes which node it is sent to. */
  void isAt(int number) {
    node = number;
  }

  /** The node that it was sent to last. */
  int node() {
    return node;
  }

  /** Tells the keys of its attempts apart. */
  int nonce() {
    return refusals;
  }

  /** Notes that a node has answered 503, and tells how often that was. */
  int refuse() {
    return ++refusals;
  }
}
