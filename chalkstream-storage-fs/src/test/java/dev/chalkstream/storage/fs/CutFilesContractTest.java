package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.tck.BlobStoreContract;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.io.TempDir;

/** Files that have lost their end. */
class CutFilesContractTest extends BlobStoreContract {

  @TempDir Path root;

  @Override
  protected BlobStore openEmptyStore() throws IOException {
    return FileBlobStore.open(root);
  }

  @Override
  protected BlobStore openSecondStore(BlobStore store) throws IOException {
    return FileBlobStore.open(root);
  }

  @Override
  protected boolean damage(BlobKey key) throws IOException {
    try (FileChannel file = FileChannel.open(root.resolve(key.value()), StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 1);
    }
    return true;
  }
}
