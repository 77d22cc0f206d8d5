package dev.chalkstream.storage.s3;

/** In what a bucket of the test server differs from AWS, as other servers do. */
enum Quirk {
  /** In nothing; but {@code If-Match} is understood with quotes and without. */
  NONE,
  /** {@code If-Match} is understood with quotes only. */
  QUOTED_TAGS,
  /** {@code If-Match} is understood without quotes only, as with Ceph 16. */
  BARE_TAGS,
  /** Every seventh put is a 409 that does nothing, or a 500 that may have done its work. */
  TROUBLE
}
