package dev.chalkstream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {

  private static final String LONGEST_ELEMENT = "a".repeat(BlobKey.MAX_ELEMENT_LENGTH);

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "0", "-", "_", "~", "...", ".a", "a.", "..a", "a/b", "a/.../b", "az09-._~"})
  void elementsJoinedByASlashAreAKey(String value) {
    assertThat(BlobKey.of(value).value()).isEqualTo(value);
    assertThat(BlobKey.of(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "//", "/a", "a/", "a//b", ".", "..", "./a", "../a", "a/.", "a/..", "a/./b"
      })
  void emptyElementsAndDotsAreNoKey(String value) {
    assertThatThrownBy(() -> BlobKey.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("element");
  }

  @Test
  void aThrowawayKeyIsToldByItsBeginning() {
    BlobKey key = BlobKey.throwaway("s3-0a");
    assertThat(key.value()).isEqualTo("scan-s3-0a");
    assertThat(key.isThrowaway()).isTrue();
    assertThat(BlobKey.of("scan-s3-0a").isThrowaway()).isTrue();
    assertThat(BlobKey.of("a/scan-0").isThrowaway()).isFalse();
    assertThat(BlobKey.of("scan").isThrowaway()).isFalse();
    String longest = "a".repeat(123);
    assertThat(BlobKey.throwaway(longest).value()).hasSize(BlobKey.MAX_ELEMENT_LENGTH);
    for (String name : List.of("", "a/b", "/", "A", longest + "a")) {
      assertThatThrownBy(() -> BlobKey.throwaway(name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyOtherCharacterIsRefusedWhereverItStands() {
    for (char c = 0; c < 0x180; c++) {
      boolean allowed = "abcdefghijklmnopqrstuvwxyz0123456789-._~/".indexOf(c) >= 0;
      for (String value : List.of(c + "bc", "a" + c + "c", "ab" + c, "x/a" + c)) {
        if (!allowed) {
          assertThatThrownBy(() -> BlobKey.of(value))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("code " + (int) c);
        } else if (c != '/') {
          assertThat(BlobKey.of(value).value()).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void anElementIsNoLongerThanItMayBe() {
    assertThat(BlobKey.of(LONGEST_ELEMENT + "/" + LONGEST_ELEMENT).value()).hasSize(257);
    assertThatThrownBy(() -> BlobKey.of("x/" + LONGEST_ELEMENT + "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyIsNoLongerThanItMayBe() {
    String longest = (LONGEST_ELEMENT + "/").repeat(3) + "a".repeat(125);
    assertThat(longest).hasSize(BlobKey.MAX_LENGTH);
    assertThat(BlobKey.of(longest).value()).isEqualTo(longest);
    assertThatThrownBy(() -> BlobKey.of(longest + "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("513");
  }

  @Test
  void keysSortAsWholeStringsInAscii() {
    List<String> sorted =
        Stream.of("a~", "aa", "a_", "a0", "a/b", "a.b", "a-b")
            .map(BlobKey::of)
            .sorted()
            .map(BlobKey::value)
            .toList();
    assertThat(sorted).containsExactly("a-b", "a.b", "a/b", "a0", "a_", "aa", "a~");
  }
}
