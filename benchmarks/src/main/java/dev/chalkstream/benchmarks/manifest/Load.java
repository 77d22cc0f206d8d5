package dev.chalkstream.benchmarks.manifest;

/**
 * What encoders send.
 *
 * @param renditions how many renditions
 * @param nodes how many nodes take uploads and have viewers
 * @param segmentMillis how long a segment plays
 * @param partMillis how long a part plays; as long as a segment if there are no parts
 * @param aligned whether the segments of all renditions end at the same instant, or at as many
 *     instants as there are renditions
 * @param routing which node takes an upload
 * @param uploadMillis how long a body is on its way, on average; each takes between half and one
 *     and a half of that
 */
record Load(
    int renditions,
    int nodes,
    int segmentMillis,
    int partMillis,
    boolean aligned,
    Routing routing,
    int uploadMillis) {

  enum Routing {
    /** Each upload goes to any node. */
    RANDOM,
    /** A rendition stays with its node. */
    BY_RENDITION,
    /** All that a session sends goes to one node. */
    BY_SESSION
  }

  int partsPerSegment() {
    return segmentMillis / partMillis;
  }

  long unitMicros() {
    return partMillis * VirtualTime.MILLI;
  }
}
