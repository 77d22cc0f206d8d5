package dev.chalkstream.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that tell viewers apart and do not tell who they are: 64 bits of an HMAC under a random
 * secret that never leaves this process, and is another one the next day. Safe for many threads.
 */
final class ViewerKeys {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final Duration LIFE = Duration.ofDays(1);

  /** Longer than anyone counts who asks no more. */
  private static final Duration OVERLAP = Duration.ofHours(1);

  private record Secrets(SecretKeySpec present, @Nullable SecretKeySpec former, Instant since) {}

  /**
   * What a viewer is known by.
   *
   * @param present the number
   * @param former the number of the day before, as long as somebody may be known by it, else the
   *     same
   */
  record Key(long present, long former) {}

  private final SecureRandom random = new SecureRandom();
  private volatile Secrets secrets;

  ViewerKeys(Instant now) {
    this.secrets = new Secrets(newSecret(), null, now);
  }

  /** The key of whoever comes with these, at a time. */
  Key of(List<String> traits, Instant now) {
    Secrets valid = secretsAt(now);
    byte[] viewer = String.join("\0", traits).getBytes(UTF_8);
    long present = hash(valid.present(), viewer);
    return new Key(present, valid.former() == null ? present : hash(valid.former(), viewer));
  }

  private Secrets secretsAt(Instant now) {
    Secrets known = secrets;
    boolean old = !now.isBefore(known.since().plus(LIFE));
    boolean settled = known.former() != null && !now.isBefore(known.since().plus(OVERLAP));
    return old || settled ? change(now) : known;
  }

  private synchronized Secrets change(Instant now) {
    Secrets known = secrets;
    if (!now.isBefore(known.since().plus(LIFE))) {
      secrets = new Secrets(newSecret(), known.present(), now);
    } else if (!now.isBefore(known.since().plus(OVERLAP))) {
      secrets = new Secrets(known.present(), null, known.since());
    }
    return secrets;
  }

  private SecretKeySpec newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new SecretKeySpec(secret, ALGORITHM);
  }

  private static long hash(SecretKeySpec secret, byte[] viewer) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return ByteBuffer.wrap(mac.doFinal(viewer)).getLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
