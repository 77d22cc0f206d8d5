package dev.chalkstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlobTest {

  private static final BlobInfo INFO =
      new BlobInfo(BlobKey.of("a/b"), 10, BlobVersion.of("1"), Instant.EPOCH);

  @Test
  void aBlobTellsWhichBytesItYields() {
    Blob blob = new Blob(INFO, ByteRange.last(3), InputStream.nullInputStream());
    assertThat(blob.info()).isEqualTo(INFO);
    assertThat(blob.offset()).isEqualTo(7);
    assertThat(blob.length()).isEqualTo(3);
  }

  @Test
  void closingABlobClosesItsBody() throws IOException {
    AtomicInteger closes = new AtomicInteger();
    InputStream body =
        new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
          @Override
          public void close() {
            closes.incrementAndGet();
          }
        };
    try (Blob blob = new Blob(INFO, ByteRange.all(), body)) {
      assertThat(blob.body()).isSameAs(body);
    }
    assertThat(closes).hasValue(1);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> BlobVersion.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BlobInfo(INFO.key(), -1, INFO.version(), INFO.lastModified()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
