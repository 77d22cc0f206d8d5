package dev.chalkstream.storage.s3;

/** The contract on a server that answers 409 and 500 now and then. */
class TroubleContractTest extends S3BlobStoreContractTest {

  @Override
  Quirk quirk() {
    return Quirk.TROUBLE;
  }
}
