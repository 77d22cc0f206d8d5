package dev.chalkstream.servlet;

import dev.chalkstream.storage.BlobKey;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where viewers are sent for segments, so that media bytes bypass the servlet: to a content
 * delivery network in front of the store, or to the store itself with signed addresses. They are
 * sent there by a 302 without a look at the store, so one that does not exist is missing there and
 * not here. The filler behind the address of a gap lies in no store, and is served by the servlet
 * always.
 *
 * <p>Pages of other origins can follow only if the place that they are sent to sends headers of
 * cross-origin resource sharing of its own. Immutable.
 */
public final class SegmentRedirect {

  private static final int MAX_PORT = 65_535;
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final SegmentRedirect NONE =
      new SegmentRedirect(key -> Optional.empty(), "no-store", false);

  private final Function<BlobKey, Optional<URI>> target;
  private final String cacheControl;
  private final boolean takesHead;

  private SegmentRedirect(
      Function<BlobKey, Optional<URI>> target, String cacheControl, boolean takesHead) {
    this.target = target;
    this.cacheControl = cacheControl;
    this.takesHead = takesHead;
  }

  /**
   * Segments are served by the servlet.
   *
   * @return the policy
   */
  public static SegmentRedirect none() {
    return NONE;
  }

  /**
   * Segments lie under a public address as they lie in the store, {@code
   * {streamId}/{digest}-{nonce}.ts}; an address without a nonce is served by the servlet.
   *
   * @param base an absolute address of http or https, such as {@code https://cdn.example/live/}; a
   *     slash at its end is added where it is missing
   * @return the policy
   * @throws IllegalArgumentException if the address is not such a one, or has a query or fragment
   */
  public static SegmentRedirect toBase(URI base) {
    String scheme = String.valueOf(base.getScheme());
    boolean isWeb = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
    if (!isWeb
        || base.getHost() == null
        || base.getPort() > MAX_PORT
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a base is like https://cdn.example/live/, not '" + base + "'");
    }
    String prefix = base.toString().endsWith("/") ? base.toString() : base + "/";
    return new SegmentRedirect(
        key -> Optional.of(URI.create(prefix + key.value())),
        "public, max-age=" + KEPT.toSeconds(),
        true);
  }

  /**
   * Segments have addresses that are valid for a while, such as those that an object store signs.
   * Viewers keep such an address for half of that, so that they have the other half to begin. As a
   * signature is for {@code GET} alone, the servlet answers {@code HEAD} itself.
   *
   * @param sign the address of a key, or empty to have that segment served by the servlet; quick,
   *     and called by many threads
   * @param validFor for how long an address is valid, at least 2 seconds
   * @return the policy
   * @throws IllegalArgumentException if addresses are valid for less
   */
  public static SegmentRedirect signed(Function<BlobKey, Optional<URI>> sign, Duration validFor) {
    Objects.requireNonNull(sign, "sign");
    if (validFor.compareTo(Duration.ofSeconds(2)) < 0) {
      throw new IllegalArgumentException("addresses are valid for 2 s at least, not " + validFor);
    }
    String cacheControl = "private, max-age=" + validFor.dividedBy(2).toSeconds();
    return new SegmentRedirect(sign, cacheControl, false);
  }

  /** Where to send who asks for a segment, or empty to serve it. */
  Optional<URI> locate(BlobKey key, boolean isHead) {
    return isHead && !takesHead ? Optional.empty() : target.apply(key);
  }

  /** For how long what {@link #locate} says may be kept. */
  String cacheControl() {
    return cacheControl;
  }
}
