package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.tck.BlobStoreContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  /** A byte of the body changes. */
  @Override
  protected boolean damage(BlobKey key) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            root.resolve(key.value()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, 250_000);
      one.put(0, (byte) ~one.get(0)).flip();
      file.write(one, 250_000);
    }
    return true;
  }
}
