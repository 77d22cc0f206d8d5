package dev.chalkstream.benchmarks.manifest;

/** The ways to commit that are compared. */
enum Design {
  /** One manifest; an upload is acknowledged when it lists it; as {@code CommitQueue} is today. */
  QUEUE("commit queue", false, false, Writer.QUEUE),

  /** The same, by nodes that learn from refusals how often the key can be written. */
  PACED("paced queue", false, false, Writer.PACED),

  /** A manifest for each rendition, by the commit queue of today. */
  PER_RENDITION("manifest a rendition", false, true, Writer.QUEUE),

  /** A manifest for each rendition, by nodes that learn. */
  PER_RENDITION_PACED("the same, paced", false, true, Writer.PACED),

  /** An upload is acknowledged when its slot is decided; the commit queue records segments. */
  LOG("slots, queue", true, false, Writer.QUEUE),

  /** The same, recorded by whichever node comes first, for all. */
  LOG_GATHERED("slots, gathered", true, false, Writer.GATHERING);

  /** How a node writes a manifest. */
  enum Writer {
    QUEUE,
    PACED,
    GATHERING
  }

  private final String label;
  private final boolean slots;
  private final boolean manifestPerRendition;
  private final Writer writer;

  Design(String label, boolean slots, boolean manifestPerRendition, Writer writer) {
    this.label = label;
    this.slots = slots;
    this.manifestPerRendition = manifestPerRendition;
    this.writer = writer;
  }

  String label() {
    return label;
  }

  /** Whether an upload is acknowledged as soon as its slot is decided. */
  boolean slots() {
    return slots;
  }

  boolean manifestPerRendition() {
    return manifestPerRendition;
  }

  Writer writer() {
    return writer;
  }
}
