package dev.chalkstream.servlet;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import dev.chalkstream.media.Container;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a deployment descriptor says: a servlet's init-parameters, and where one is absent the web
 * application's context-parameter of the same name.
 */
final class Settings {

  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");
  private static final Duration DEFAULT_UPLOAD_TIMEOUT = Duration.ofSeconds(60);

  private final ServletConfig config;

  Settings(ServletConfig config) {
    this.config = config;
  }

  /** {@code chalkstream.store}: the URI of the store. */
  String store() throws ServletException {
    String name = "chalkstream.store";
    return value(name)
        .orElseThrow(
            () ->
                new ServletException(
                    "the servlet "
                        + config.getServletName()
                        + " needs the init-parameter or context-parameter "
                        + name
                        + ", the URI of a store such as file:///var/lib/chalkstream"));
  }

  /**
   * {@code chalkstream.retention} in minutes, {@code chalkstream.completion-timeout} in seconds and
   * {@code chalkstream.max-segment-bytes}.
   */
  StreamPolicy policy() throws ServletException {
    StreamPolicy.Builder policy = StreamPolicy.builder();
    integer("chalkstream.retention", n -> policy.retention(Duration.ofMinutes(n)));
    integer("chalkstream.completion-timeout", n -> policy.completionTimeout(Duration.ofSeconds(n)));
    integer("chalkstream.max-segment-bytes", n -> policy.maxSegmentBytes((int) n).build());
    return policy.build();
  }

  /**
   * {@code chalkstream.waiting-room}: which poster it shows, {@code ts} or {@code cmaf}, or {@code
   * off}.
   */
  WaitingRoom waitingRoom() throws ServletException {
    return setting("chalkstream.waiting-room", Settings::waitingRoom)
        .orElseGet(WaitingRoom::standard);
  }

  private static WaitingRoom waitingRoom(String value) {
    return switch (value) {
      case "ts", "on" -> WaitingRoom.standard();
      case "cmaf" -> WaitingRoom.standard().withContainer(Container.CMAF);
      case "off" -> WaitingRoom.closed();
      default -> throw new IllegalArgumentException("ts, cmaf or off, not '" + value + "'");
    };
  }

  /** {@code chalkstream.upload-timeout} in seconds: how long one upload may take in all. */
  Duration uploadTimeout() throws ServletException {
    return integer("chalkstream.upload-timeout", Settings::positiveSeconds)
        .orElse(DEFAULT_UPLOAD_TIMEOUT);
  }

  /** Who may publish and watch, and how much of it, under a policy. */
  ServletOptions options(StreamPolicy policy) throws ServletException {
    ServletOptions.Builder options = ServletOptions.builder().playback(playback());
    setting("chalkstream.ingest-token", IngestAuthorizer::bearerToken).ifPresent(options::ingest);
    setting("chalkstream.segment-base", base -> SegmentRedirect.toBase(URI.create(base)))
        .ifPresent(options::segmentRedirect);
    setting("chalkstream.cors-origins", Settings::cors).ifPresent(options::cors);
    integer(
        "chalkstream.max-upload-bytes",
        Long.MAX_VALUE,
        n -> Wiring.check(policy, options.maxUploadBytes(n).build()));
    integer("chalkstream.max-uploads-per-minute", n -> options.maxUploadsPerMinute((int) n));
    integer("chalkstream.max-live-streams", n -> options.maxLiveStreams((int) n));
    return options.build();
  }

  /** {@code chalkstream.playback-token} or {@code chalkstream.playback-link-keys}. */
  private PlaybackAuthorizer playback() throws ServletException {
    Optional<PlaybackAuthorizer> token =
        setting("chalkstream.playback-token", PlaybackAuthorizer::bearerToken);
    Optional<PlaybackAuthorizer> links =
        setting("chalkstream.playback-link-keys", Settings::playbackTokens);
    if (token.isPresent() && links.isPresent()) {
      throw new ServletException(
          "chalkstream.playback-token and chalkstream.playback-link-keys exclude each other");
    }
    return token.or(() -> links).orElse(PlaybackAuthorizer.ALLOW_ALL);
  }

  private static PlaybackTokens playbackTokens(String keys) {
    return PlaybackTokens.of(
        elements(keys).map(key -> Base64.getDecoder().decode(key)).toArray(byte[][]::new));
  }

  private static Stream<String> elements(String list) {
    return Arrays.stream(list.split("[,\\s]+", -1)).filter(element -> !element.isEmpty());
  }

  private static CorsPolicy cors(String value) {
    if (value.equals("*")) {
      return CorsPolicy.anyOrigin();
    }
    if (value.equals("none")) {
      return CorsPolicy.disabled();
    }
    return CorsPolicy.origins(elements(value).toList());
  }

  private static Duration positiveSeconds(long seconds) {
    if (seconds < 1) {
      throw new IllegalArgumentException("at least one second, not " + seconds);
    }
    return Duration.ofSeconds(seconds);
  }

  private <T> Optional<T> integer(String name, LongFunction<T> read) throws ServletException {
    return integer(name, 999_999_999, read);
  }

  private <T> Optional<T> integer(String name, long most, LongFunction<T> read)
      throws ServletException {
    return setting(
        name,
        value -> {
          if (!INTEGER.matcher(value).matches()) {
            throw new IllegalArgumentException("not an integer: '" + value + "'");
          }
          long number = Long.parseLong(value);
          if (number > most) {
            throw new IllegalArgumentException("at most " + most + ", not " + number);
          }
          return read.apply(number);
        });
  }

  private <T> Optional<T> setting(String name, Function<String, T> read) throws ServletException {
    Optional<String> value = value(name);
    try {
      return value.map(read);
    } catch (IllegalArgumentException e) {
      throw new ServletException(name + ": " + e.getMessage(), e);
    }
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(config.getInitParameter(name))
        .or(() -> Optional.ofNullable(config.getServletContext().getInitParameter(name)))
        .map(String::strip);
  }
}
