package dev.chalkstream.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {

  private static final Bytes FOUR = Bytes.of(ByteBuffer.wrap(new byte[] {9, 1, 2, 3, -1}, 1, 4));

  @Test
  void theyAreWhatRemainsInABuffer() {
    assertThat(FOUR.length()).isEqualTo(4);
    assertThat(FOUR.get(3)).isEqualTo(255);
    assertThat(FOUR.toArray()).containsExactly(1, 2, 3, -1);
    assertThat(FOUR.int32(0)).isEqualTo(0x010203ff);
  }

  @Test
  void theOrderOfABufferDoesNotCount() {
    ByteBuffer little = ByteBuffer.wrap(new byte[] {0, 0, 0, 1}).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Bytes.of(little).int32(0)).isEqualTo(1);
  }

  @Test
  void equalContentsAreEqualWhereverTheyLie() {
    assertThat(FOUR.slice(1, 2)).isEqualTo(Bytes.of((byte) 2, (byte) 3));
    assertThat(FOUR.slice(1, 2)).hasSameHashCodeAs(Bytes.of((byte) 2, (byte) 3));
    assertThat(FOUR).isNotEqualTo(FOUR.slice(0, 3)).isNotEqualTo(Bytes.zeros(4));
    assertThat(FOUR.slice(4, 0)).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void whatIsOutsideCannotBeReached() {
    Bytes two = FOUR.slice(1, 2);
    assertThatThrownBy(() -> two.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> two.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> two.int32(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> two.slice(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aViewDoesNotMoveThemAndCannotBeWrittenTo() {
    ByteBuffer view = FOUR.buffer();
    assertThat(view.getInt()).isEqualTo(0x010203ff);
    assertThat(FOUR.buffer().remaining()).isEqualTo(4);
    assertThatThrownBy(() -> FOUR.buffer().put(0, (byte) 0))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aTextShowsTheFirstOfThemOnly() {
    assertThat(FOUR).hasToString("010203ff");
    assertThat(Bytes.zeros(1_000).toString()).startsWith("1000 bytes: 0000").hasSizeLessThan(100);
  }
}
