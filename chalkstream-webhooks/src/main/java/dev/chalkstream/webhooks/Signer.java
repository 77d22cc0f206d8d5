package dev.chalkstream.webhooks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Signs what is sent, so that receivers know who has sent it and when. Safe for many threads. */
final class Signer {

  private static final int LEAST_LENGTH = 16;
  private static final String PREFIX = "sha256=";

  private final byte[] key;

  /**
   * Makes a signer.
   *
   * @param secret what the receivers know too
   * @throws IllegalArgumentException if it is too short; the message does not repeat it
   */
  Signer(String secret) {
    if (secret.length() < LEAST_LENGTH) {
      throw new IllegalArgumentException(
          "a secret for webhooks has " + LEAST_LENGTH + " characters or more");
    }
    this.key = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** The HMAC-SHA256 of the timestamp, a dot and the body, in lower-case hexadecimal digits. */
  String sign(String timestamp, byte[] body) {
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
    signed.writeBytes(body);
    return PREFIX + new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmacHex(signed.toByteArray());
  }
}
