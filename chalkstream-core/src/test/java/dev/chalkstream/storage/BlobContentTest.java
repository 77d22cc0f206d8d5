package dev.chalkstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlobContentTest {

  private static final byte[] BYTES = {9, 0, 1, -1, 3, 4, 9};
  private static final byte[] MIDDLE = {0, 1, -1, 3, 4};

  /** The middle of an array, a buffer without an array, and one that gives none away. */
  static Stream<ByteBuffer> buffers() {
    ByteBuffer direct = ByteBuffer.allocateDirect(BYTES.length).put(BYTES);
    ByteBuffer sliced = ByteBuffer.wrap(BYTES, 1, 5).slice();
    return Stream.of(
        ByteBuffer.wrap(BYTES, 1, 5),
        sliced,
        direct.limit(6).position(1),
        ByteBuffer.wrap(BYTES, 1, 5).asReadOnlyBuffer());
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void theBytesBetweenPositionAndLimitAreTheContent(ByteBuffer buffer) throws IOException {
    BlobContent content = BlobContent.of(buffer);
    assertThat(content.length()).isEqualTo(5);
    try (InputStream in = content.open()) {
      assertThat(in.readAllBytes()).isEqualTo(MIDDLE);
    }
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void contentIsReadFromTheStartAsOftenAsWanted(ByteBuffer buffer) throws IOException {
    BlobContent content = BlobContent.of(buffer);
    try (InputStream first = content.open();
        InputStream second = content.open()) {
      assertThat(first.read()).isZero();
      assertThat(second.readAllBytes()).isEqualTo(MIDDLE);
      assertThat(first.readAllBytes()).isEqualTo(new byte[] {1, -1, 3, 4});
    }
    assertThat(content.length()).isEqualTo(5);
    assertThat(content.open().readAllBytes()).isEqualTo(MIDDLE);
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void thePositionOfTheBufferMayChange(ByteBuffer buffer) throws IOException {
    BlobContent content = BlobContent.of(buffer);
    buffer.position(buffer.limit());
    assertThat(content.length()).isEqualTo(5);
    assertThat(content.open().readAllBytes()).isEqualTo(MIDDLE);
  }

  @ParameterizedTest
  @MethodSource("buffers")
  void aStreamKeepsToTheRulesOfStreams(ByteBuffer buffer) throws IOException {
    InputStream in = BlobContent.of(buffer).open();
    byte[] target = new byte[10];
    assertThat(in.read(target, 0, 0)).isZero();
    assertThat(in.read(target, 2, 2)).isEqualTo(2);
    assertThat(target).startsWith(0, 0, 0, 1, 0);
    assertThat(in.read()).isEqualTo(255);
    assertThat(in.read(target, 0, 10)).isEqualTo(2);
    assertThat(in.read(target, 0, 10)).isEqualTo(-1);
    assertThat(in.read()).isEqualTo(-1);
    assertThatThrownBy(() -> in.read(target, 8, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void noBytesAreContentToo() throws IOException {
    for (BlobContent content :
        new BlobContent[] {
          BlobContent.of(new byte[0]), BlobContent.of(ByteBuffer.allocateDirect(0))
        }) {
      assertThat(content.length()).isZero();
      assertThat(content.open().read()).isEqualTo(-1);
    }
  }
}
