package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.tck.BlobStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class SyncedFileBlobStoreContractTest extends BlobStoreContract {

  @TempDir Path root;

  @Override
  protected BlobStore openEmptyStore() throws IOException {
    return FileBlobStore.open(root, true, InstantSource.system());
  }

  @Override
  protected BlobStore openSecondStore(BlobStore store) throws IOException {
    return FileBlobStore.open(root, true, InstantSource.system());
  }
}
