package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.servlet.PlaybackAuthorizer;
import dev.chalkstream.servlet.PlaybackTokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static final Map<String, String> NO_ENVIRONMENT = Map.of();
  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final String OTHER_KEY = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";

  @Test
  void withoutOptionsTheServerIsForThisMachineOnly() throws Exception {
    ServerConfig config = Options.parse(NO_ENVIRONMENT).toConfig();

    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.store()).isEqualTo("file:./chalkstream-data");
    assertThat(config.policy().retention()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.policy().completionTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.waitingRoom().poster()).isPresent();
    assertThat(config.ingestToken()).isEmpty();
    assertThat(config.operatorToken()).isEmpty();
    assertThat(config.forwardedHeaders()).isFalse();
    assertThat(config.demo()).isFalse();
  }

  @Test
  void everyOptionIsHeard() throws Exception {
    String line =
        "--host 0.0.0.0 --port 0 --store s3://bucket/live --retention 7 --completion-timeout 4"
            + " --waiting-room off --ingest-token secret --operator-token hush --forwarded-headers --demo"
            + " --metrics --webhook https://example.org/a --webhook http://example.org/b"
            + " --webhook-secret 0123456789abcdef";
    ServerConfig config = Options.parse(NO_ENVIRONMENT, line.split(" ")).toConfig();

    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isZero();
    assertThat(config.store()).isEqualTo("s3://bucket/live");
    assertThat(config.policy().retention()).isEqualTo(Duration.ofMinutes(7));
    assertThat(config.policy().completionTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.waitingRoom().poster()).isEmpty();
    assertThat(config.ingestToken()).contains("secret");
    assertThat(config.operatorToken()).contains("hush");
    assertThat(config.forwardedHeaders()).isTrue();
    assertThat(config.metrics()).isTrue();
    assertThat(config.webhooks())
        .contains(
            new WebhookAddresses(
                List.of(URI.create("https://example.org/a"), URI.create("http://example.org/b")),
                "0123456789abcdef"));
    assertThat(config.demo()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"5,", "0, ", "5, 9"})
  void theEnvironmentSetsTheRetentionUnlessAnOptionDoes(String variable, String option)
      throws Exception {
    String[] args = option == null ? new String[0] : new String[] {"--retention=" + option};

    Options options = Options.parse(Map.of("CHALKSTREAM_RETENTION", variable), args);

    String expected = option == null ? variable : option;
    assertThat(options.toConfig().policy().retention())
        .isEqualTo(Duration.ofMinutes(Long.parseLong(expected)));
  }

  @Test
  void theEnvironmentSetsEveryOptionThatTakesAValue() throws Exception {
    Map<String, String> environment =
        Map.of(
            "CHALKSTREAM_HOST", "::1",
            "CHALKSTREAM_COMPLETION_TIMEOUT", "4",
            "CHALKSTREAM_INGEST_TOKEN", "secret",
            "CHALKSTREAM_DEMO", "true");
    ServerConfig config = Options.parse(environment).toConfig();

    assertThat(config.host()).isEqualTo("::1");
    assertThat(config.policy().completionTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.ingestToken()).contains("secret");
    assertThat(config.demo()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "-1", "", "1.5", "99999999999"})
  void aBadRetentionInTheEnvironmentIsNamed(String value) {
    assertThatThrownBy(() -> Options.parse(Map.of("CHALKSTREAM_RETENTION", value)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("CHALKSTREAM_RETENTION")
        .hasMessageContaining(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "extra",
        "--port",
        "--port 70000",
        "--port -1",
        "--port http",
        "--retention abc",
        "--retention -1",
        "--completion-timeout 0",
        "--ingest-token=",
        "--webhook http://example.org/",
        "--webhook http://example.org/ --webhook-secret short",
        "--webhook ftp://example.org/ --webhook-secret 0123456789abcdef",
        "--ingest-token=café",
        "--playback-key=short",
        "--playback-key=" + KEY + ",no!base64",
        "--operator-token=",
        "--host=",
        "--port 1 --port 2"
      })
  void whatIsNotUnderstoodIsSaidInOneLine(String line) {
    assertThatThrownBy(() -> Options.parse(NO_ENVIRONMENT, line.split(" ")).toConfig())
        .isInstanceOf(StartupException.class)
        .message()
        .isNotBlank()
        .doesNotContain("\n");
  }

  @Test
  void playbackKeysComeFromSeveralOptionsOrFromTheEnvironment() throws Exception {
    String[] two = {"--playback-key", OTHER_KEY, "--playback-key", KEY};
    Map<String, String> both = Map.of("CHALKSTREAM_PLAYBACK_KEY", KEY + "," + OTHER_KEY);

    assertThat(Options.parse(NO_ENVIRONMENT, two).toConfig().playback())
        .isInstanceOf(PlaybackTokens.class);
    assertThat(Options.parse(both).toConfig().playback()).isInstanceOf(PlaybackTokens.class);
    assertThat(Options.parse(NO_ENVIRONMENT).toConfig().playback())
        .isSameAs(PlaybackAuthorizer.ALLOW_ALL);
  }

  @Test
  void helpListsEveryOption() {
    assertThat(Options.usage())
        .contains("--host", "--port", "--store", "--retention", "--completion-timeout")
        .contains(
            "--ingest-token",
            "--playback-key",
            "sign-link",
            "--demo",
            "--help",
            "CHALKSTREAM_RETENTION");
  }

  @Test
  void theTokensStayOutOfTheConfigsText() throws Exception {
    String line =
        "--ingest-token hush --operator-token hush --webhook http://example.org/hush --webhook-secret hush-hush-hush-hush";
    ServerConfig config = Options.parse(NO_ENVIRONMENT, line.split(" ")).toConfig();

    assertThat(config).asString().doesNotContain("hush");
    assertThat(config.webhooks()).asString().doesNotContain("hush");
  }
}
