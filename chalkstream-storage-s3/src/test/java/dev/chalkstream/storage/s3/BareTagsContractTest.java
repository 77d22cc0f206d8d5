package dev.chalkstream.storage.s3;

/** The contract on a server that wants entity tags without their quotes. */
class BareTagsContractTest extends S3BlobStoreContractTest {

  @Override
  Quirk quirk() {
    return Quirk.BARE_TAGS;
  }
}
