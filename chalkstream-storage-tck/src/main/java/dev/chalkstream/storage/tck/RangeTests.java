package dev.chalkstream.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

abstract class RangeTests extends ContractPart {

  private static final String DIGITS = "0123456789";

  RangeTests(BlobStoreContract contract) {
    super(contract);
  }

  @Test
  void theWholeBlobIsRead() throws IOException {
    assertReads(DIGITS, ByteRange.all(), 0, "0123456789");
    assertReads(DIGITS, ByteRange.from(0), 0, "0123456789");
    assertReads(DIGITS, ByteRange.between(0, 9), 0, "0123456789");
    assertReads(DIGITS, ByteRange.last(10), 0, "0123456789");
  }

  @Test
  void bothEndsOfARangeAreIncluded() throws IOException {
    assertReads(DIGITS, ByteRange.between(2, 5), 2, "2345");
    assertReads(DIGITS, ByteRange.between(0, 0), 0, "0");
    assertReads(DIGITS, ByteRange.between(9, 9), 9, "9");
  }

  @Test
  void anOpenRangeGoesToTheEnd() throws IOException {
    assertReads(DIGITS, ByteRange.from(7), 7, "789");
    assertReads(DIGITS, ByteRange.from(9), 9, "9");
  }

  @Test
  void aSuffixIsTheLastBytes() throws IOException {
    assertReads(DIGITS, ByteRange.last(1), 9, "9");
    assertReads(DIGITS, ByteRange.last(4), 6, "6789");
  }

  @Test
  void aSuffixLongerThanTheBlobIsTheWholeBlob() throws IOException {
    assertReads(DIGITS, ByteRange.last(11), 0, DIGITS);
    assertReads(DIGITS, ByteRange.last(Long.MAX_VALUE), 0, DIGITS);
  }

  @Test
  void whatLiesBeyondTheEndIsNotRead() throws IOException {
    assertReads(DIGITS, ByteRange.between(5, 10), 5, "56789");
    assertReads(DIGITS, ByteRange.between(5, 1_000_000_000_000L), 5, "56789");
    assertReads(DIGITS, ByteRange.between(9, Long.MAX_VALUE - 1), 9, "9");
  }

  @Test
  void aRangeWhollyBeyondTheEndIsEmpty() throws IOException {
    assertReads(DIGITS, ByteRange.from(10), 10, "");
    assertReads(DIGITS, ByteRange.from(11), 10, "");
    assertReads(DIGITS, ByteRange.between(10, 10), 10, "");
    assertReads(DIGITS, ByteRange.between(1_000_000_000_000L, 2_000_000_000_000L), 10, "");
  }

  @Test
  void everyRangeOfAnEmptyBlobIsEmpty() throws IOException {
    assertReads("", ByteRange.all(), 0, "");
    assertReads("", ByteRange.between(0, 0), 0, "");
    assertReads("", ByteRange.between(3, 7), 0, "");
    assertReads("", ByteRange.from(0), 0, "");
    assertReads("", ByteRange.from(1), 0, "");
    assertReads("", ByteRange.last(1), 0, "");
  }

  @Test
  void anAbsentBlobIsAbsentInEveryRange() throws IOException {
    assertThat(store().get(KEY, ByteRange.between(3, 7))).isEmpty();
    assertThat(store().get(KEY, ByteRange.from(1000))).isEmpty();
    assertThat(store().get(KEY, ByteRange.last(1))).isEmpty();
  }

  @Test
  void anyRangeOfALargerBlobIsRight() throws IOException {
    byte[] bytes = noise(300_000, 7);
    put(KEY, bytes);
    Random random = new Random(8);
    for (int i = 0; i < 50; i++) {
      int first = random.nextInt(bytes.length);
      int last = first + random.nextInt(bytes.length - first);
      assertThat(bytes(store(), KEY, ByteRange.between(first, last)))
          .as("bytes %d to %d", first, last)
          .isEqualTo(Arrays.copyOfRange(bytes, first, last + 1));
    }
  }

  @Test
  void aBodyIsAProperStream() throws IOException {
    put(KEY, DIGITS);
    try (Blob blob = open(store(), KEY, ByteRange.between(2, 6))) {
      byte[] target = new byte[20];
      assertThat(blob.body().read(target, 0, 0)).isZero();
      assertThat(blob.body().read()).isEqualTo('2');
      assertThat(blob.body().skip(1)).isBetween(0L, 1L);
      byte[] rest = blob.body().readAllBytes();
      assertThat(new String(rest, StandardCharsets.UTF_8)).endsWith("456");
      assertThat(blob.body().read()).isEqualTo(-1);
      assertThat(blob.body().read(target, 0, 20)).isEqualTo(-1);
    }
  }

  private void assertReads(String content, ByteRange range, long offset, String expected)
      throws IOException {
    BlobKey key = BlobKey.of("range/of-" + content.length());
    if (store().head(key).isEmpty()) {
      put(key, content);
    }
    try (Blob blob = open(store(), key, range)) {
      byte[] body = blob.body().readAllBytes();
      assertThat(new String(body, StandardCharsets.UTF_8))
          .as("range %s", range)
          .isEqualTo(expected);
      assertThat(blob.offset()).as("offset of range %s", range).isEqualTo(offset);
      assertThat(blob.length()).as("length of range %s", range).isEqualTo(expected.length());
      assertThat(blob.info().size()).as("size of the whole blob").isEqualTo(content.length());
    }
  }
}
