package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobVersion;

/**
 * In what servers differ; {@link Probe} finds out.
 *
 * @param quotedTags whether {@code If-Match} takes an entity tag in its quotes, as AWS documents
 *     it, or bare, as older Ceph and others want it
 * @param checksums whether a put may carry the SHA-256 of its body in a header
 */
record Dialect(boolean quotedTags, boolean checksums) {

  private static final String QUOTE = "\"";

  /** A version as {@code If-Match} says it. */
  String tag(BlobVersion version) {
    return quotedTags ? QUOTE + version.value() + QUOTE : version.value();
  }

  /** A version as it is known here: without the quotes, which one and the same server may omit. */
  static BlobVersion version(String tag) {
    boolean quoted = tag.length() > 2 && tag.startsWith(QUOTE) && tag.endsWith(QUOTE);
    return BlobVersion.of(quoted ? tag.substring(1, tag.length() - 1) : tag);
  }
}
