package dev.chalkstream.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Answers that no sound server gives. */
class S3GetTest {

  private static final BlobKey KEY = BlobKey.of("stream/0a.ts");
  private static final String ETAG = "ETag: \"0a\"\r\n";
  private static final String DATE = "Last-Modified: Sun, 22 Nov 2026 10:15:30 GMT\r\n";

  private static String answer(String status, String headers, long length, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nConnection: close\r\n"
        + headers
        + "Content-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }

  private static S3Bucket bucket(S3Client client) {
    return new S3Bucket(client, "bucket", "", new Sightings());
  }

  @Test
  void aShortBodyThatBreaksOffIsAskedForAgain() throws IOException {
    try (FakeS3 fake = FakeS3.sending(answer("200 OK", ETAG + DATE, 100, "half of it"));
        S3Client client = Servers.client(fake.endpoint())) {
      assertThatThrownBy(() -> S3Get.run(bucket(client), KEY, ByteRange.all()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot read stream/0a.ts in the S3 bucket 'bucket'");
      assertThat(fake.requests()).isGreaterThan(1);
    }
  }

  @Test
  void aLongBodyThatBreaksOffFailsWhereItDoes() throws IOException {
    try (FakeS3 fake = FakeS3.sending(answer("200 OK", ETAG + DATE, 1_000_000, "0123456789"));
        S3Client client = Servers.client(fake.endpoint());
        Blob blob = S3Get.run(bucket(client), KEY, ByteRange.all()).orElseThrow()) {
      assertThat(blob.body().readNBytes(10)).isEqualTo("0123456789".getBytes("US-ASCII"));
      assertThatThrownBy(() -> blob.body().read()).isInstanceOf(IOException.class);
      assertThat(fake.requests()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatDoesNotHeedRangesIsAFault() throws IOException {
    try (FakeS3 fake = FakeS3.sending(answer("200 OK", ETAG + DATE, 10, "0123456789"));
        S3Client client = Servers.client(fake.endpoint())) {
      assertThatThrownBy(() -> S3Get.run(bucket(client), KEY, ByteRange.between(2, 3)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has sent another range");
    }
  }

  @Test
  void aServerWithoutEntityTagsIsAFault() throws IOException {
    try (FakeS3 fake = FakeS3.sending(answer("200 OK", DATE, 10, "0123456789"));
        S3Client client = Servers.client(fake.endpoint())) {
      assertThatThrownBy(() -> S3Get.run(bucket(client), KEY, ByteRange.all()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not tell the size, ETag and time");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 400_000})
  void aBodyThatHasChangedIsDamagedAndItsEndIsNotGivenOut(int length) throws IOException {
    String changed = "x".repeat(length - 1) + "y";
    String headers = ETAG + DATE + "x-amz-meta-chalkstream-crc32c: " + crc("x".repeat(length));
    try (FakeS3 fake = FakeS3.sending(answer("200 OK", headers + "\r\n", length, changed));
        S3Client client = Servers.client(fake.endpoint())) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      assertThatThrownBy(
              () -> {
                try (Blob blob = S3Get.run(bucket(client), KEY, ByteRange.all()).orElseThrow()) {
                  blob.body().transferTo(read);
                }
              })
          .isInstanceOf(DamagedBlobException.class)
          .hasMessageContaining("stream/0a.ts");
      assertThat(read.size()).isLessThan(length);
      assertThat(fake.requests())
          .as("what is short may have changed on its way, and is asked for again")
          .isEqualTo(length < 1_000 ? 4 : 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 400_000})
  void aBodyIsReadWholeByItsCheckAndWithoutOne(int length) throws IOException {
    String body = "x".repeat(length);
    String check = "x-amz-meta-chalkstream-crc32c: " + crc(body) + "\r\n";
    for (String headers : new String[] {ETAG + DATE + check, ETAG + DATE}) {
      try (FakeS3 fake = FakeS3.sending(answer("200 OK", headers, length, body));
          S3Client client = Servers.client(fake.endpoint());
          Blob blob = S3Get.run(bucket(client), KEY, ByteRange.all()).orElseThrow()) {
        assertThat(blob.body().readAllBytes()).isEqualTo(body.getBytes("US-ASCII"));
      }
    }
  }

  private static String crc(String body) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes("US-ASCII"));
    return String.format("%08x", crc.getValue());
  }
}
