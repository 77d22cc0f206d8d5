package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.tck.BlobStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.S3Client;

/** On a server that takes {@code If-Match} as AWS documents it. */
class S3BlobStoreContractTest extends BlobStoreContract {

  private final String bucket = Servers.newBucket(quirk());
  private final S3Client client = client();

  Quirk quirk() {
    return Quirk.QUOTED_TAGS;
  }

  S3Client client() {
    return Servers.client();
  }

  @Override
  protected BlobStore openEmptyStore() throws IOException {
    return S3BlobStore.of(client, bucket, "some/Prefix");
  }

  @Override
  protected BlobStore openSecondStore(BlobStore store) throws IOException {
    return openEmptyStore();
  }

  @Override
  protected boolean damage(BlobKey key) {
    Servers.atomic().damage(bucket, "some/Prefix/" + key);
    return true;
  }

  @Override
  protected boolean tellsDamageInRanges() {
    return false;
  }

  @AfterEach
  void closeClient() {
    client.close();
  }
}
