package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract where every tenth answer is lost. */
class LostAnswersContractTest extends S3BlobStoreContractTest {

  private static @Nullable LossyRelay relay;

  @BeforeAll
  static void startRelay() throws IOException {
    relay = new LossyRelay(Servers.atomic().endpoint(), 10);
  }

  @AfterAll
  static void checkThatAnswersWereLost() throws IOException {
    relay.close();
    assertThat(relay.lost()).isPositive();
  }

  @Override
  S3Client client() {
    return Servers.stubborn(relay.endpoint());
  }
}
