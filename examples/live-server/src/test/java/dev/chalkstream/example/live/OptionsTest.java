package dev.chalkstream.example.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.servlet.CorsPolicy;
import dev.chalkstream.servlet.PlaybackAuthorizer;
import dev.chalkstream.servlet.PlaybackTokens;
import dev.chalkstream.servlet.SegmentRedirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    assertThat(config.waitingRoom().isOpen()).isTrue();
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
    assertThat(config.waitingRoom().isOpen()).isFalse();
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
            "CHALKSTREAM_MAX_LIVE_STREAMS", "3",
            "CHALKSTREAM_CORS_ORIGINS", "none",
            "CHALKSTREAM_INGEST_TOKEN", "secret");
    ServerConfig config = Options.parse(environment).toConfig();

    assertThat(config.host()).isEqualTo("::1");
    assertThat(config.policy().completionTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.ingestToken()).contains("secret");
    assertThat(config.limits().liveStreams()).isEqualTo(3);
    assertThat(config.cors()).isSameAs(CorsPolicy.disabled());
  }

  @Test
  void theLimitsAreHeard() throws Exception {
    String line =
        "--max-segment-bytes 1000 --upload-timeout 5 --max-upload-bytes 2000"
            + " --max-uploads-per-minute 40 --max-live-streams 6 --playback-token viewers"
            + " --segment-base https://cdn.example/live --cors-origins https://a.example,https://b.example";
    ServerConfig config = Options.parse(NO_ENVIRONMENT, line.split(" ")).toConfig();

    assertThat(config.policy().maxSegmentBytes()).isEqualTo(1_000);
    assertThat(config.limits()).isEqualTo(new UploadLimits(Duration.ofSeconds(5), 2_000, 40, 6));
    assertThat(config.playback()).isNotSameAs(PlaybackAuthorizer.ALLOW_ALL);
    assertThat(config.segments()).isNotSameAs(SegmentRedirect.none());
    assertThat(config.cors()).isNotSameAs(CorsPolicy.anyOrigin());
  }

  @Test
  void withoutOptionsTheLimitsAreThoseOfTheLibrary() throws Exception {
    ServerConfig config = Options.parse(NO_ENVIRONMENT).toConfig();

    assertThat(config.policy()).isEqualTo(StreamPolicy.defaults());
    assertThat(config.limits()).isEqualTo(new UploadLimits(Duration.ofSeconds(60), 0, 0, 0));
    assertThat(config.segments()).isSameAs(SegmentRedirect.none());
    assertThat(config.cors()).isSameAs(CorsPolicy.anyOrigin());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CHALKSTREAM_RETENTOIN",
        "CHALKSTREAM_DEMO",
        "CHALKSTREAM_",
        "CHALKSTREAM_SERVICE_HOST"
      })
  void aVariableThatNoOptionReadsIsRefused(String name) {
    assertThatThrownBy(() -> Options.parse(Map.of(name, "true")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(name);
  }

  @Test
  void variablesOfOthersAndOfTheOtherCommandAreLeftAlone() throws Exception {
    Map<String, String> environment = Map.of("PATH", "/bin", "CHALKSTREAM_MINUTES", "5");

    assertThat(Options.parse(environment).toConfig().port()).isEqualTo(8080);
  }

  /** What the documents name and the server does not know would be ignored in silence. */
  @Test
  void thereIsAnOptionForEachParameterOfTheReadme() throws Exception {
    List<String> parameters =
        Pattern.compile("(?m)^\\| `chalkstream\\.([a-z-]+)` \\|")
            .matcher(Files.readString(Path.of("../../README.md")))
            .results()
            .map(parameter -> "--" + parameter.group(1))
            .toList();

    assertThat(parameters).contains("--store", "--max-live-streams");
    assertThat(Options.names()).containsAll(parameters);
  }

  @Test
  void theTableOfTheServersReadmeHasEachOption() throws Exception {
    List<String> documented =
        Pattern.compile("(?m)^\\| `(--[a-z-]+)")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(option -> option.group(1))
            .toList();

    assertThat(documented).doesNotHaveDuplicates();
    assertThat(Options.names())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(documented.stream(), Stream.of("--help", "--playback-link-keys"))
                .toList());
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
        "--retention 99999999",
        "--max-segment-bytes 0",
        "--max-segment-bytes 2147483647",
        "--upload-timeout 0",
        "--max-upload-bytes 1000",
        "--max-upload-bytes -1",
        "--max-uploads-per-minute -1",
        "--max-live-streams -1",
        "--max-live-streams many",
        "--segment-base cdn",
        "--cors-origins=",
        "--cors-origins example.org/x",
        "--playback-token=",
        "--playback-token a --playback-key " + KEY,
        "--webhook http://example.org:65536/ --webhook-secret 0123456789abcdef",
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
