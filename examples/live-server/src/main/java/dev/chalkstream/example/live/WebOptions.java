package dev.chalkstream.example.live;

import dev.chalkstream.servlet.CorsPolicy;
import dev.chalkstream.servlet.SegmentRedirect;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what browsers and players are told of other places. */
final class WebOptions {

  @Option(
      names = "--segment-base",
      paramLabel = "URL",
      description =
          "Public address of the store's blobs, where viewers are sent for segments"
              + " (default: they are served).")
  private @Nullable String segmentBase;

  @Option(
      names = "--cors-origins",
      paramLabel = "ORIGINS",
      defaultValue = "*",
      description =
          "Origins whose pages may use the server, between commas, * or none"
              + " (default: ${DEFAULT-VALUE}).")
  private String corsOrigins = "";

  SegmentRedirect segments() throws StartupException {
    try {
      return segmentBase == null
          ? SegmentRedirect.none()
          : SegmentRedirect.toBase(URI.create(segmentBase));
    } catch (IllegalArgumentException e) {
      throw new StartupException("--segment-base: " + e.getMessage(), e);
    }
  }

  CorsPolicy cors() throws StartupException {
    try {
      return switch (corsOrigins) {
        case "*" -> CorsPolicy.anyOrigin();
        case "none" -> CorsPolicy.disabled();
        default -> CorsPolicy.origins(origins());
      };
    } catch (IllegalArgumentException e) {
      throw new StartupException("--cors-origins: " + e.getMessage(), e);
    }
  }

  private List<String> origins() {
    return Arrays.stream(corsOrigins.split("[,\\s]+", -1))
        .filter(origin -> !origin.isEmpty())
        .toList();
  }
}
