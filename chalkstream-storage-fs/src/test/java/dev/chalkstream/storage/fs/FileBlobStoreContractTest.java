package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.tck.BlobStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreContractTest extends BlobStoreContract {

  @TempDir Path root;

  @Override
  protected BlobStore openEmptyStore() throws IOException {
    return FileBlobStore.open(root);
  }

  @Override
  protected BlobStore openSecondStore(BlobStore store) throws IOException {
    return FileBlobStore.open(root);
  }
}
