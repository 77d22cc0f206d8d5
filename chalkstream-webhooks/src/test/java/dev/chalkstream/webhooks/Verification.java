package dev.chalkstream.webhooks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What docs/webhooks.md advises receivers to do, word for word. */
final class Verification {

  private Verification() {}

  static boolean isGenuine(
      String secret, String timestamp, String signature, byte[] body, Instant now)
      throws GeneralSecurityException {
    long age = now.getEpochSecond() - Long.parseLong(timestamp);
    if (Math.abs(age) > 300) {
      return false; // an old request that somebody sends again
    }
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
    signed.writeBytes(body);
    Mac hmac = Mac.getInstance("HmacSHA256");
    hmac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String expected = "sha256=" + HexFormat.of().formatHex(hmac.doFinal(signed.toByteArray()));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.US_ASCII));
  }
}
