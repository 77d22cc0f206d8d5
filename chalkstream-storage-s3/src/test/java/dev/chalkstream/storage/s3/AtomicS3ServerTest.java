package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the other tests rely on: the server itself loses nothing. */
class AtomicS3ServerTest {

  private static final int THREADS = 4;
  private static final int INCREMENTS = 100;
  private static final String KEY = "counter";

  private final String bucket = Servers.newBucket(Quirk.NONE);

  @Test
  void concurrentIncrementsAreAllThere() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try (S3Client client = Servers.client()) {
      client.putObject(put -> put.bucket(bucket).key(KEY), RequestBody.fromString("0"));
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        tasks.add(() -> incrementManyTimes(client));
      }
      for (Future<Boolean> task : executor.invokeAll(tasks)) {
        assertThat(task.get()).isTrue();
      }
      assertThat(text(client)).isEqualTo(Integer.toString(THREADS * INCREMENTS));
    } finally {
      executor.shutdownNow();
    }
  }

  private boolean incrementManyTimes(S3Client client) {
    for (int done = 0; done < INCREMENTS; ) {
      var read = client.getObjectAsBytes(get -> get.bucket(bucket).key(KEY));
      String next = Integer.toString(Integer.parseInt(read.asUtf8String()) + 1);
      try {
        client.putObject(
            put -> put.bucket(bucket).key(KEY).ifMatch(read.response().eTag()),
            RequestBody.fromString(next));
        done++;
      } catch (S3Exception e) {
        assertThat(e.statusCode()).isEqualTo(412);
        assertThat(e.numAttempts()).isEqualTo(1);
      }
    }
    return true;
  }

  private String text(S3Client client) {
    return client.getObjectAsBytes(get -> get.bucket(bucket).key(KEY)).asUtf8String();
  }
}
