package dev.chalkstream;

import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The secret under which a broadcaster publishes. Whoever knows it can publish to its stream;
 * viewers are given the {@linkplain #streamId() stream id} instead.
 *
 * <p>1 to 128 characters of {@code A-Z a-z 0-9 - . _ ~}, neither {@code .} nor {@code ..}, so that
 * it stands in a URL path as it is. Immutable.
 */
public final class SessionId {

  /** The greatest length, in characters. */
  public static final int MAX_LENGTH = 128;

  private final String value;

  private SessionId(String value) {
    this.value = value;
  }

  /**
   * Makes a session id of its string.
   *
   * @param value the id
   * @return the session id
   * @throws IllegalArgumentException if the value is not a session id; the message does not repeat
   *     it
   */
  public static SessionId of(String value) {
    Objects.requireNonNull(value, "value");
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a session id has 1 to " + MAX_LENGTH + " characters, not " + value.length());
    }
    if (!value.chars().allMatch(SessionId::isUnreserved)
        || value.equals(".")
        || value.equals("..")) {
      throw new IllegalArgumentException(
          "a session id is made of A-Z a-z 0-9 - . _ ~ and is neither '.' nor '..'");
    }
    return new SessionId(value);
  }

  /**
   * The secret itself. Do not log it.
   *
   * @return the id as a string
   */
  public String value() {
    return value;
  }

  /**
   * The public id of this session's stream: the SHA-1 of the session id in UTF-8.
   *
   * @return the stream id
   */
  public StreamId streamId() {
    return new StreamId(DigestUtils.sha1Hex(value));
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Tells which stream, and not the secret. */
  @Override
  public String toString() {
    return "SessionId[of stream " + streamId() + "]";
  }
}
