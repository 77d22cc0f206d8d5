package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {

  private static final byte[] TEXT = "#EXTM3U\n#EXTINF:2,\nout0.ts\n".repeat(50).getBytes(UTF_8);
  private static final int MOST = 1 << 20;

  private final ByteArrayOutputStream inflated = new ByteArrayOutputStream();

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private Gunzip gunzip() {
    return new Gunzip(
        MOST, piece -> inflated.write(piece.array(), piece.position(), piece.remaining()));
  }

  private void inflate(byte[] bytes, int pieceLength) throws Exception {
    try (Gunzip gunzip = gunzip()) {
      for (int at = 0; at < bytes.length; at += pieceLength) {
        gunzip.feed(ByteBuffer.wrap(bytes, at, Math.min(pieceLength, bytes.length - at)));
      }
      gunzip.end();
    }
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    return out.toByteArray();
  }

  /** A member whose header has every part that the format knows. */
  private static byte[] withEveryHeader() throws IOException {
    byte[] plain = gzip(TEXT);
    byte[] fixed = Arrays.copyOf(plain, 10);
    fixed[3] = 2 | 4 | 8 | 16;
    byte[] more = {3, 0, 'x', 'y', 'z', 'n', 0, 'c', 'c', 0, 1, 2};
    return join(fixed, more, Arrays.copyOfRange(plain, 10, plain.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 10_000})
  void whatComesInPiecesIsInflated(int pieceLength) throws Exception {
    inflate(gzip(TEXT), pieceLength);
    assertThat(inflated.toByteArray()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10_000})
  void everyPartOfAHeaderIsPassedOver(int pieceLength) throws Exception {
    inflate(withEveryHeader(), pieceLength);
    assertThat(inflated.toByteArray()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 10_000})
  void severalMembersAreOneText(int pieceLength) throws Exception {
    inflate(join(gzip(TEXT), withEveryHeader(), gzip(new byte[0]), gzip(TEXT)), pieceLength);
    assertThat(inflated.toByteArray()).isEqualTo(join(TEXT, TEXT, TEXT));
  }

  @Test
  void anEmptyTextIsOne() throws Exception {
    inflate(gzip(new byte[0]), 1);
    assertThat(inflated.size()).isZero();
  }

  @Test
  void whereverItIsCutOffItIsRefused() throws Exception {
    byte[] whole = withEveryHeader();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(ZipException.class)
          .as("the first %s bytes", length)
          .isThrownBy(() -> inflate(cut, 64));
    }
  }

  @Test
  void aByteThatIsAnotherIsNoticed() throws Exception {
    byte[] whole = gzip(TEXT);
    for (int at = 0; at < whole.length; at++) {
      if (at >= 3 && at < 10) {
        // Flags, time and system: nothing depends on them.
        continue;
      }
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      assertThatExceptionOfType(ZipException.class)
          .as("byte %s", at)
          .isThrownBy(() -> inflate(damaged, 64));
    }
  }

  @Test
  void aDictionaryIsNotThere() throws Exception {
    Deflater deflater = new Deflater();
    byte[] out = new byte[100];
    deflater.setDictionary(TEXT);
    deflater.setInput(TEXT);
    deflater.finish();
    int length = deflater.deflate(out);
    deflater.end();
    byte[] member = join(Arrays.copyOf(gzip(TEXT), 10), Arrays.copyOf(out, length));

    assertThatExceptionOfType(ZipException.class).isThrownBy(() -> inflate(member, 64));
  }

  @Test
  void aSmallBodyIsNotBlownUpBeyondTheLimit() throws Exception {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(100_000);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> inflate(bomb, 8 << 10))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
    assertThat(inflated.size()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void manyMembersOfAFewBytesCountTogether() throws Exception {
    byte[] member = gzip(new byte[MOST / 4]);
    inflate(join(member, member, member, member), 4 << 10);
    assertThat(inflated.size()).isEqualTo(MOST);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> inflate(join(member, member, member, member, gzip(TEXT)), 4 << 10));
  }

  @Test
  void whatIsClosedInflatesNoMore() throws Exception {
    Gunzip gunzip = gunzip();
    gunzip.close();
    gunzip.close();
    gunzip.feed(ByteBuffer.wrap(gzip(TEXT)));

    assertThat(inflated.size()).isZero();
  }
}
