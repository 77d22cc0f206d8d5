package dev.chalkstream.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chalkstream.SessionId;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelsTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static Channels with(String key) {
    return new Channels(new StudioProperties(key, Map.of()));
  }

  @Test
  void eachUserHasTheSameSessionOnEveryNode() {
    assertThat(with(KEY).sessionOf("alice")).isEqualTo(with(KEY).sessionOf("alice"));
    assertThat(with(KEY).sessionOf("alice")).isNotEqualTo(with(KEY).sessionOf("bob"));
  }

  @Test
  void nobodyComputesASessionWithoutTheKey() {
    SessionId session = with(KEY).sessionOf("alice");

    assertThat(with(KEY.toUpperCase(Locale.ROOT)).owns("alice", session)).isFalse();
    assertThat(with("").sessionOf("alice")).isNotEqualTo(with("").sessionOf("alice"));
  }

  @Test
  void onlyTheOwnSessionIsOwned() {
    Channels channels = with(KEY);

    assertThat(channels.owns("alice", channels.sessionOf("alice"))).isTrue();
    assertThat(channels.owns("alice", channels.sessionOf("bob"))).isFalse();
    assertThat(channels.owns("alice", SessionId.of("alice"))).isFalse();
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("secret"))
        .withMessageContaining("studio.session-key");
  }
}
