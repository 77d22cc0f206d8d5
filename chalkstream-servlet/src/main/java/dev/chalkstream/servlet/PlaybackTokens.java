package dev.chalkstream.servlet;

import dev.chalkstream.StreamId;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed links for viewers: whoever has one may watch one stream until it expires. The token stands
 * in the path, {@code /t/{token}/playlist/{streamId}.m3u8} below the mapping of a {@link
 * ChalkstreamServlet}, and as playlists name their segments by relative addresses, these inherit
 * it. So it works in players that drop headers, cookies and queries.
 *
 * <p>As a {@link PlaybackAuthorizer} it answers 403 to every playlist and segment without a valid
 * token in its path; the problem document says whether there is none, it is not valid, it is for
 * another stream or it has expired. A token that expires while its viewer watches ends that: from
 * then on playlists and segments are 403, so let it outlast the broadcast, or have the page load a
 * fresh link. What is on its way already comes to its end. There is no way to take a single token
 * back but to change the key.
 *
 * <p>A token is the URL-safe Base64, without padding, of 42 bytes: the version 1, the expiry in
 * seconds since 1970 in 5 bytes, the 20 bytes of the stream id, and the first 16 bytes of the
 * HMAC-SHA-256 of the 26 bytes before. So it can be made elsewhere, too. It is not secret from its
 * viewer and does not say who that is; keep it out of access logs.
 *
 * <p>As the token stands before playlists and segments, links are for the servlet that serves both;
 * a {@link PlaylistServlet} or {@link SegmentServlet} that goes by these lets nobody watch.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class PlaybackTokens implements PlaybackAuthorizer {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_KEY_BYTES = 32;
  private static final byte VERSION = 1;
  private static final int STREAM_OFFSET = 6;
  private static final int SIGNED_BYTES = 26;
  private static final int TOKEN_BYTES = 42;
  private static final int TOKEN_CHARACTERS = 56;

  /** What 5 bytes hold, in the year 36812. */
  private static final long LAST_SECOND = (1L << 40) - 1;

  /** What a token is worth. */
  enum Verdict {
    VALID,
    MISSING,
    INVALID,
    OTHER_STREAM,
    EXPIRED
  }

  private final InstantSource clock;
  private final List<SecretKeySpec> keys;

  private PlaybackTokens(InstantSource clock, List<SecretKeySpec> keys) {
    this.clock = clock;
    this.keys = keys;
  }

  /**
   * Signs and checks by the system's clock.
   *
   * @param keys secret keys of 32 random bytes or more; the first signs, and all are good for
   *     checking, so a new one is put in front and the old one removed when its tokens have expired
   * @return the tokens
   * @throws IllegalArgumentException if there is no key, or one is shorter
   */
  public static PlaybackTokens of(byte[]... keys) {
    return of(InstantSource.system(), keys);
  }

  /**
   * Signs and checks by a clock.
   *
   * @param clock says when a token has expired
   * @param keys as in {@link #of(byte[]...)}
   * @return the tokens
   * @throws IllegalArgumentException if there is no key, or one is shorter than 32 bytes
   */
  public static PlaybackTokens of(InstantSource clock, byte[]... keys) {
    if (keys.length == 0) {
      throw new IllegalArgumentException("playback tokens need a key");
    }
    for (byte[] key : keys) {
      if (key.length < MIN_KEY_BYTES) {
        throw new IllegalArgumentException(
            "a key of playback tokens has 32 bytes at least, not " + key.length);
      }
    }
    List<SecretKeySpec> specs =
        Arrays.stream(keys).map(key -> new SecretKeySpec(key, ALGORITHM)).toList();
    return new PlaybackTokens(clock, specs);
  }

  /**
   * Makes a token.
   *
   * @param stream the stream that it is good for
   * @param expiry from when on it is not any more, to the second
   * @return 56 characters of {@code A-Z a-z 0-9 - _}
   * @throws IllegalArgumentException if it expires before 1970 or after the year 36811
   */
  public String sign(StreamId stream, Instant expiry) {
    long seconds = expiry.getEpochSecond();
    if (seconds < 0 || seconds > LAST_SECOND) {
      throw new IllegalArgumentException("no token expires at " + expiry);
    }
    ByteBuffer token = ByteBuffer.allocate(TOKEN_BYTES);
    token.put(VERSION).put((byte) (seconds >> 32)).putInt((int) seconds);
    token.put(HexFormat.of().parseHex(stream.value()));
    token.put(mac(keys.get(0), token.array()), 0, TOKEN_BYTES - SIGNED_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }

  /**
   * Makes the address of a playlist.
   *
   * @param stream the stream
   * @param expiry from when on the address is not good any more, to the second
   * @return the path relative to the servlet's mapping, {@code t/{token}/playlist/{streamId}.m3u8}
   * @throws IllegalArgumentException as {@link #sign}
   */
  public String playlistPath(StreamId stream, Instant expiry) {
    return "t/" + sign(stream, expiry) + "/playlist/" + stream + ".m3u8";
  }

  /** {@inheritDoc} Goes by the token in the request's path alone, and never says 401. */
  @Override
  public Decision authorize(HttpServletRequest request, StreamId stream) {
    String token = Route.everything(Route.relativePath(request)).map(Route::token).orElse("");
    return check(token, stream) == Verdict.VALID ? Decision.ALLOW : Decision.FORBIDDEN;
  }

  /** Checks a token, or the empty text where there is none. */
  Verdict check(String token, StreamId stream) {
    if (token.isEmpty()) {
      return Verdict.MISSING;
    }
    byte[] bytes = decode(token);
    // What an unsigned token says is of no interest.
    if (bytes.length != TOKEN_BYTES || !isSigned(bytes) || bytes[0] != VERSION) {
      return Verdict.INVALID;
    }
    String named = HexFormat.of().formatHex(bytes, STREAM_OFFSET, SIGNED_BYTES);
    if (!named.equals(stream.value())) {
      return Verdict.OTHER_STREAM;
    }
    // The 8 bytes from the version on, without the first 2 of the stream.
    long expiry = ByteBuffer.wrap(bytes).getLong(0) >>> 16 & LAST_SECOND;
    return clock.instant().getEpochSecond() < expiry ? Verdict.VALID : Verdict.EXPIRED;
  }

  private boolean isSigned(byte[] token) {
    byte[] signature = Arrays.copyOfRange(token, SIGNED_BYTES, TOKEN_BYTES);
    boolean signed = false;
    for (SecretKeySpec key : keys) {
      byte[] expected = Arrays.copyOf(mac(key, token), signature.length);
      signed |= MessageDigest.isEqual(signature, expected);
    }
    return signed;
  }

  private static byte[] mac(SecretKeySpec key, byte[] token) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(token, 0, SIGNED_BYTES);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] decode(String token) {
    try {
      return token.length() == TOKEN_CHARACTERS
          ? Base64.getUrlDecoder().decode(token)
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
