package dev.chalkstream.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

  private static final String CURRENT = "\"abc\"";

  @ParameterizedTest
  @ValueSource(
      strings = {"\"abc\"", "W/\"abc\"", "*", " * ", "\"x\", \"abc\"", "\"x\",W/\"abc\",\"y\""})
  void theWeakComparisonFindsTheTag(String header) {
    assertThat(EntityTags.anyMatches(header, CURRENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "\"abcd\"", "\"ABC\"", "\"x\", \"y\"", "\"abc", "\"a*\"", "\",\"abc\""})
  void otherTagsAreOthers(String header) {
    assertThat(EntityTags.anyMatches(header, CURRENT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"abc\"", "*", " * ", "\"x\", \"abc\"", "W/\"abc\",\"abc\"", "W/\"x\",\"abc\""})
  void theStrongComparisonFindsTheTagInAList(String header) {
    assertThat(EntityTags.anyStronglyMatches(header, CURRENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "\"abcd\"", "W/\"abc\"", "\"x\", W/\"abc\"", "\"*\"", "\"abc"})
  void theStrongComparisonFindsNoOtherAndNoWeakTagInAList(String header) {
    assertThat(EntityTags.anyStronglyMatches(header, CURRENT)).isFalse();
  }

  @Test
  void theStrongComparisonTakesNoWeakTagAndNoDate() {
    assertThat(EntityTags.stronglyMatches(CURRENT, CURRENT)).isTrue();
    assertThat(EntityTags.stronglyMatches("W/" + CURRENT, CURRENT)).isFalse();
    assertThat(EntityTags.stronglyMatches("Sun, 22 Nov 2026 10:00:00 GMT", CURRENT)).isFalse();
  }
}
