package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class VersionTests extends ContractPart {

  /** More than clocks differ between machines that work, less than a time zone. */
  private static final Duration SKEW = Duration.ofMinutes(20);

  VersionTests(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  void theVersionThatAPutReturnsIsTheOneThatIsRead() throws IOException {
    BlobVersion put = put(KEY, "first");
    assertThat(head(KEY).version()).isEqualTo(put);
    BlobVersion next = putIf(KEY, "second", PutCondition.ifVersion(put)).orElseThrow();
    assertThat(head(KEY).version()).isEqualTo(next);
  }

  @Test
  void getHeadAndListAgree() throws IOException {
    put(KEY, "some blob");
    BlobInfo head = head(KEY);
    try (Blob blob = open(store(), KEY, ByteRange.between(2, 3));
        Stream<BlobInfo> listing = store().list("")) {
      assertSame(blob.info(), head);
      assertSame(listing.findFirst().orElseThrow(), head);
    }
  }

  @Test
  void theVersionStaysWhileTheBlobStays() throws IOException {
    BlobVersion version = put(KEY, "first");
    bytes(store(), KEY);
    assertThat(putIf(KEY, "second", PutCondition.ifAbsent())).isEmpty();
    assertThat(head(KEY).version()).isEqualTo(version);
    assertThat(other().head(KEY).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void differentBytesHaveDifferentVersions() throws IOException {
    Set<BlobVersion> versions = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      // All of one length, and many within the same tick of a clock.
      assertThat(versions.add(put(KEY, "blob " + (100 + i)))).as("a version is new").isTrue();
    }
  }

  @Test
  void differentBytesHaveDifferentVersionsAcrossDeletion() throws IOException {
    Set<BlobVersion> versions = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(versions.add(put(KEY, "blob " + (100 + i)))).as("a version is new").isTrue();
      store().delete(KEY);
    }
  }

  @Test
  void theTimeIsAboutWhenTheBlobWasStored() throws IOException {
    Instant before = InstantSource.system().instant();
    put(KEY, "first");
    Instant first = head(KEY).lastModified();
    assertThat(first).isBetween(before.minus(SKEW), before.plus(SKEW));
    put(KEY, "second");
    assertThat(head(KEY).lastModified()).isAfterOrEqualTo(first.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Times may be finer in one answer than in another, as they are in S3. */
  private static void assertSame(BlobInfo actual, BlobInfo expected) {
    assertThat(actual.key()).isEqualTo(expected.key());
    assertThat(actual.size()).isEqualTo(expected.size());
    assertThat(actual.version()).isEqualTo(expected.version());
    assertThat(actual.lastModified().truncatedTo(ChronoUnit.SECONDS))
        .isEqualTo(expected.lastModified().truncatedTo(ChronoUnit.SECONDS));
  }
}
