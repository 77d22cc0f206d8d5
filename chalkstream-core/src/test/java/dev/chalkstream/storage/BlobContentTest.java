package dev.chalkstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void contentThatSaysNothingElseIsOfNoParticularTypeAndMayChange() {
    for (BlobContent content :
        new BlobContent[] {BlobContent.of(BYTES), BlobContent.critical(BYTES), new Plain()}) {
      assertThat(content.mediaType()).isEqualTo("application/octet-stream");
      assertThat(content.isImmutable()).isFalse();
    }
  }

  @Test
  void aDescriptionLeavesTheRestOfTheContentAsItIs() throws IOException {
    for (BlobContent content :
        new BlobContent[] {BlobContent.of(BYTES), BlobContent.critical(BYTES), new Plain()}) {
      BlobContent typed = content.withMediaType("text/vtt");
      BlobContent both = typed.asImmutable();
      BlobContent other = content.asImmutable().withMediaType("text/vtt");
      assertThat(typed.isImmutable()).isFalse();
      assertThat(content.asImmutable().mediaType()).isEqualTo("application/octet-stream");
      for (BlobContent described : new BlobContent[] {both, other}) {
        assertThat(described.mediaType()).isEqualTo("text/vtt");
        assertThat(described.isImmutable()).isTrue();
        assertThat(described.isCritical()).isEqualTo(content.isCritical());
        assertThat(described.length()).isEqualTo(content.length());
        assertThat(described.open()).hasBinaryContent(BYTES);
        assertThat(described.open()).hasBinaryContent(BYTES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "video/mp2t",
        "a/b",
        "application/vnd.apple.mpegurl",
        "Text/VTT;charset=utf-8",
        "video/mp4; codecs=\"avc1.64001f, mp4a.40.2\" ; profiles=\"\"",
      })
  void aMediaTypeIsTakenAsItStands(String mediaType) {
    assertThat(BlobContent.of(BYTES).withMediaType(mediaType).mediaType()).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "video",
        "video/",
        "/mp2t",
        " video/mp2t",
        "video/mp2t ",
        "video/mp2t\r\nx-amz-acl: public-read",
        "video/mp2t\n",
        "video/mp2t\0",
        "video/mp2t;",
        "video/mp2t; a",
        "video/mp2t; a=b c",
        "video/mp2t; a=\"b",
        "video/mp2t; a=\"\n\"",
        "video/mp2t; a=\"\\\"\"",
        "video/mp2t, text/html",
        "vidéo/mp2t",
        "video/mp2t; a=\"é\"",
      })
  void whatIsNoMediaTypeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BlobContent.of(BYTES).withMediaType(text))
        .withMessageContaining("a media type is like 'video/mp2t'")
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
  }

  @Test
  void aMediaTypeHasAtMost255Characters() {
    BlobContent content = BlobContent.of(BYTES);
    String longest = "a/" + "b".repeat(253);
    assertThat(content.withMediaType(longest).mediaType()).isEqualTo(longest);
    for (String text : new String[] {longest + "b", "a/b" + ";c=d".repeat(1_000_000)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> content.withMediaType(text));
    }
  }

  @Test
  void contentThatLiesAboutItsTypeCannotBeDescribed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Plain() {
                  @Override
                  public String mediaType() {
                    return "a\nb";
                  }
                }.asImmutable());
  }

  /** Content of someone else's. */
  private static class Plain implements BlobContent {
    @Override
    public long length() {
      return BYTES.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(BYTES);
    }
  }
}
