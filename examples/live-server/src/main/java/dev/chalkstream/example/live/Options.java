package dev.chalkstream.example.live;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.media.Container;
import dev.chalkstream.servlet.IngestAuthorizer;
import dev.chalkstream.servlet.PlaybackAuthorizer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The command line. */
@Command(
    name = "java -jar chalkstream-live-server.jar",
    description = "Takes live streams over HTTP and plays them in the browser.",
    footer = {
      "",
      "An option that takes a value may be set in the environment instead: CHALKSTREAM_RETENTION"
          + " for --retention, and so on. That keeps tokens out of the list of processes.",
      "",
      "sign-link makes the links that --playback-key asks for; sign-link --help says how."
    },
    sortOptions = false,
    usageHelpAutoWidth = true)
final class Options {

  private static final String RETENTION = "--retention";
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Interface to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "TCP port, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--store",
      paramLabel = "URI",
      defaultValue = "file:./chalkstream-data",
      description =
          "Where streams are kept, such as s3://bucket/prefix?region=eu-central-1"
              + " (default: ${DEFAULT-VALUE}).")
  private String store = "";

  @Option(
      names = RETENTION,
      paramLabel = "MINUTES",
      defaultValue = "10",
      description = "How long segments are kept, 0 for ever (default: ${DEFAULT-VALUE}).")
  private int retention;

  @Option(
      names = "--completion-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "After how long a silent stream is complete (default: ${DEFAULT-VALUE}).")
  private int completionTimeout;

  @Option(
      names = "--waiting-room",
      paramLabel = "ts|cmaf|off",
      defaultValue = "ts",
      description =
          "In which container early viewers see a clip, or none (default: ${DEFAULT-VALUE}).")
  private String waitingRoom = "";

  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--ingest-token",
      paramLabel = "TOKEN",
      description =
          "Token that broadcasters must show, as Bearer or as the password of Basic"
              + " (default: none is asked for).")
  private @Nullable String ingestToken;

  @Option(
      names = {PlaybackKeys.OPTION, PlaybackKeys.OTHER_OPTION},
      paramLabel = "KEY",
      split = ",",
      description =
          "Key in Base64 of the signed links that viewers then need; with several, the first signs"
              + " (default: everyone may watch).")
  private List<String> playbackKeys = List.of();

  @Option(
      names = "--playback-token",
      paramLabel = "TOKEN",
      description = "Bearer token that viewers must show (default: everyone may watch).")
  private @Nullable String playbackToken;

  @Option(
      names = "--operator-token",
      paramLabel = "TOKEN",
      description = "Bearer token of operators; without one there is no dashboard (default: none).")
  private @Nullable String operatorToken;

  @Mixin private WebOptions web = new WebOptions();

  @Option(
      names = "--forwarded-headers",
      description =
          "Believe X-Forwarded-* and Forwarded headers; for servers behind a proxy that sets them.")
  private boolean forwardedHeaders;

  @Option(names = "--metrics", description = "Serve the numbers for Prometheus at /metrics.")
  private boolean metrics;

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description = "Address to tell what happens to streams; may be given several times.")
  private List<URI> webhooks = new ArrayList<>();

  @Option(
      names = "--webhook-secret",
      paramLabel = "SECRET",
      description = "What webhooks are signed with, 16 characters or more.")
  private @Nullable String webhookSecret;

  @Option(names = "--demo", description = "Publish a test card as a live stream.")
  private boolean demo;

  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  private Options() {}

  /**
   * Reads the command line.
   *
   * @param environment the environment's variables
   * @param args the arguments
   * @throws StartupException if they are not understood
   */
  static Options parse(Map<String, String> environment, String... args) throws StartupException {
    Options options = new Options();
    EnvironmentDefaults defaults = new EnvironmentDefaults(environment);
    CommandLine commandLine = commandLine(options).setDefaultValueProvider(defaults);
    try {
      commandLine.parseArgs(args);
    } catch (ParameterException e) {
      throw new StartupException(e.getMessage() + EnvironmentDefaults.hint(e), e);
    }
    if (!options.help) {
      defaults.refuseUnknown(List.of(commandLine, SignLink.commandLine()));
      options.check();
    }
    return options;
  }

  private static CommandLine commandLine(Options options) {
    return new CommandLine(options)
        .registerConverter(int.class, Options::wholeNumber)
        .registerConverter(long.class, Options::longNumber);
  }

  /** What {@code --help} prints. */
  static String usage() {
    return new CommandLine(new Options()).getUsageMessage();
  }

  /** All there are, by all their names. */
  static Set<String> names() {
    return commandLine(new Options()).getCommandSpec().optionsMap().keySet();
  }

  boolean helpRequested() {
    return help;
  }

  private WaitingRoom room() {
    return switch (waitingRoom) {
      case "off" -> WaitingRoom.closed();
      case "cmaf" -> WaitingRoom.standard().withContainer(Container.CMAF);
      default -> WaitingRoom.standard();
    };
  }

  ServerConfig toConfig() throws StartupException {
    return new ServerConfig(
        host,
        port,
        store,
        policy(),
        room(),
        limits.toLimits(),
        Optional.ofNullable(ingestToken),
        Optional.ofNullable(operatorToken),
        playback(),
        web.segments(),
        web.cors(),
        forwardedHeaders,
        metrics,
        webhookAddresses(),
        demo);
  }

  private StreamPolicy policy() throws StartupException {
    StreamPolicy.Builder policy = StreamPolicy.builder();
    set(RETENTION, () -> policy.retention(Duration.ofMinutes(retention)));
    set(
        "--completion-timeout",
        () -> policy.completionTimeout(Duration.ofSeconds(completionTimeout)));
    set("--max-segment-bytes", () -> policy.maxSegmentBytes(limits.maxSegmentBytes()).build());
    return policy.build();
  }

  private static void set(String option, Runnable setting) throws StartupException {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      throw new StartupException(option + ": " + e.getMessage(), e);
    }
  }

  private PlaybackAuthorizer playback() throws StartupException {
    StartupException.require(
        playbackToken == null || playbackKeys.isEmpty(),
        "--playback-token and " + PlaybackKeys.OPTION + " exclude each other");
    if (playbackToken != null) {
      return PlaybackAuthorizer.bearerToken(playbackToken);
    }
    return playbackKeys.isEmpty() ? PlaybackAuthorizer.ALLOW_ALL : PlaybackKeys.parse(playbackKeys);
  }

  private void check() throws StartupException {
    StartupException.require(!host.isBlank(), "--host needs a name or an address");
    StartupException.require(
        port >= 0 && port <= MAX_PORT, "--port is 0 to " + MAX_PORT + ", not " + port);
    StartupException.require(
        retention >= 0,
        RETENTION + " (or CHALKSTREAM_RETENTION) is 0 minutes or more, not " + retention);
    StartupException.require(
        completionTimeout >= 1,
        "--completion-timeout is 1 second or more, not " + completionTimeout);
    StartupException.require(
        waitingRoom.matches("ts|cmaf|off"),
        "--waiting-room is ts, cmaf or off, not '" + waitingRoom + "'");
    checkToken("--ingest-token", ingestToken);
    checkToken("--playback-token", playbackToken);
    checkToken("--operator-token", operatorToken);
    limits.check();
    StartupException.require(
        webhooks.isEmpty() || webhookSecret != null,
        "--webhook needs --webhook-secret or, better, CHALKSTREAM_WEBHOOK_SECRET");
    try {
      webhookAddresses();
    } catch (IllegalArgumentException e) {
      throw new StartupException("--webhook: " + e.getMessage(), e);
    }
  }

  private Optional<WebhookAddresses> webhookAddresses() {
    return webhooks.isEmpty()
        ? Optional.empty()
        : Optional.of(new WebhookAddresses(webhooks, String.valueOf(webhookSecret)));
  }

  private static void checkToken(String option, @Nullable String token) throws StartupException {
    try {
      if (token != null) {
        IngestAuthorizer.bearerToken(token);
      }
    } catch (IllegalArgumentException e) {
      throw new StartupException(option + ": " + e.getMessage(), e);
    }
  }

  static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw notANumber(text);
    }
  }

  private static long longNumber(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw notANumber(text);
    }
  }

  private static TypeConversionException notANumber(String text) {
    return new TypeConversionException("'" + text + "' is not a whole number, or too large");
  }
}
