package dev.chalkstream.example.live;

import dev.chalkstream.servlet.PlaybackTokens;
import java.util.Base64;
import java.util.List;

/** Keys of signed links as people give them. */
final class PlaybackKeys {

  /** The option that they are given with. */
  static final String OPTION = "--playback-key";

  /** The same by the name of the servlet's parameter. */
  static final String OTHER_OPTION = "--playback-link-keys";

  private PlaybackKeys() {}

  /**
   * Reads keys.
   *
   * @param keys in Base64; the first signs, all are good for checking
   * @throws StartupException if one is not Base64, or shorter than 32 bytes
   */
  static PlaybackTokens parse(List<String> keys) throws StartupException {
    try {
      Base64.Decoder decoder = Base64.getDecoder();
      return PlaybackTokens.of(keys.stream().map(decoder::decode).toArray(byte[][]::new));
    } catch (IllegalArgumentException e) {
      // The cause's own words may quote the key.
      throw new StartupException(
          OPTION + " is 32 random bytes or more in Base64, as of: openssl rand -base64 32", e);
    }
  }
}
