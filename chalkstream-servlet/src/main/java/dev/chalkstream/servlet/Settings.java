package dev.chalkstream.servlet;

import dev.chalkstream.StreamPolicy;
import dev.chalkstream.WaitingRoom;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/**
 * What a deployment descriptor says: a servlet's init-parameters, and where one is absent the web
 * application's context-parameter of the same name.
 */
final class Settings {

  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");
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
    integer("chalkstream.max-segment-bytes", n -> policy.maxSegmentBytes((int) n));
    return policy.build();
  }

  /** {@code chalkstream.waiting-room}: whether there is one, {@code on} or {@code off}. */
  WaitingRoom waitingRoom() throws ServletException {
    return setting("chalkstream.waiting-room", Settings::waitingRoom)
        .orElseGet(WaitingRoom::standard);
  }

  private static WaitingRoom waitingRoom(String value) {
    return switch (value) {
      case "on" -> WaitingRoom.standard();
      case "off" -> WaitingRoom.closed();
      default -> throw new IllegalArgumentException("on or off, not '" + value + "'");
    };
  }

  /** {@code chalkstream.upload-timeout} in seconds: how long one upload may take in all. */
  Duration uploadTimeout() throws ServletException {
    return integer("chalkstream.upload-timeout", Settings::positiveSeconds)
        .orElse(DEFAULT_UPLOAD_TIMEOUT);
  }

  /** {@code chalkstream.ingest-token}: the bearer token that broadcasters present, if any. */
  IngestAuthorizer authorizer() throws ServletException {
    return setting("chalkstream.ingest-token", IngestAuthorizer::bearerToken)
        .orElse(IngestAuthorizer.ALLOW_ALL);
  }

  /** {@code chalkstream.segment-base}: where viewers are sent for segments, if anywhere. */
  SegmentRedirect segmentRedirect() throws ServletException {
    return setting("chalkstream.segment-base", base -> SegmentRedirect.toBase(URI.create(base)))
        .orElse(SegmentRedirect.none());
  }

  /** {@code chalkstream.cors-origins}: {@code *}, {@code none}, or origins between commas. */
  CorsPolicy cors() throws ServletException {
    return setting("chalkstream.cors-origins", Settings::cors).orElse(CorsPolicy.anyOrigin());
  }

  private static CorsPolicy cors(String value) {
    if (value.equals("*")) {
      return CorsPolicy.anyOrigin();
    }
    if (value.equals("none")) {
      return CorsPolicy.disabled();
    }
    List<String> origins =
        Arrays.stream(value.split("[,\\s]+", -1)).filter(origin -> !origin.isEmpty()).toList();
    return CorsPolicy.origins(origins);
  }

  private static Duration positiveSeconds(long seconds) {
    if (seconds < 1) {
      throw new IllegalArgumentException("at least one second, not " + seconds);
    }
    return Duration.ofSeconds(seconds);
  }

  private <T> Optional<T> integer(String name, LongFunction<T> read) throws ServletException {
    return setting(
        name,
        value -> {
          if (!INTEGER.matcher(value).matches()) {
            throw new IllegalArgumentException("not an integer: '" + value + "'");
          }
          return read.apply(Long.parseLong(value));
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
