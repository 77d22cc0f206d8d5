package dev.chalkstream.storage.tck;

import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;

/** The contract over the store in memory; here, because core cannot depend on its own kit. */
class MemoryBlobStoreContractTest extends BlobStoreContract {

  @Override
  protected BlobStore openEmptyStore() {
    return BlobStores.inMemory();
  }
}
