package dev.chalkstream.example.spring;

import dev.chalkstream.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One channel for each user: its session id is a function of the user's name that nobody can
 * compute without the key, so there is nothing to look up and nothing to store.
 */
@Component
final class Channels {

  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_LENGTH = 32;

  private final SecretKeySpec key;

  Channels(StudioProperties properties) {
    this.key = new SecretKeySpec(key(properties.sessionKey()), ALGORITHM);
  }

  private static byte[] key(String configured) {
    if (configured.isEmpty()) {
      LOG.warn("studio.session-key is not set: sessions will be others after a restart");
      byte[] random = new byte[KEY_LENGTH];
      new SecureRandom().nextBytes(random);
      return random;
    }
    if (configured.length() < KEY_LENGTH) {
      throw new IllegalArgumentException(
          "studio.session-key has at least " + KEY_LENGTH + " characters");
    }
    return configured.getBytes(StandardCharsets.UTF_8);
  }

  /** The session that a user publishes under: a secret of that user's. */
  SessionId sessionOf(String user) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] code = mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
      return SessionId.of(HexFormat.of().formatHex(code));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Whether a session is a user's own, told in constant time. */
  boolean owns(String user, SessionId session) {
    byte[] own = sessionOf(user).value().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(own, session.value().getBytes(StandardCharsets.UTF_8));
  }
}
