package dev.chalkstream.internal.text;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag of a playlist. It tells which of two playlists of a stream is the newer: those of
 * the waiting room come first, by the number of the showing, then the stream's own, by revision.
 *
 * @param waits whether it is the waiting room's
 * @param number the showing, or the revision
 * @param text the tag as a whole, with a digest of the playlist at its end
 */
public record PlaylistTag(boolean waits, long number, String text) {

  private static final int DIGEST_LENGTH = 32;
  private static final Pattern FORM = Pattern.compile("(w?)([0-9]{1,18})-[0-9a-f]{32}");
  private static final Comparator<PlaylistTag> BY_AGE =
      Comparator.comparing((PlaylistTag tag) -> !tag.waits).thenComparingLong(PlaylistTag::number);

  /** The digest is one of the digests of the pieces, so that long ones need not be read again. */
  public static PlaylistTag of(boolean waits, long number, List<byte[]> digests) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    digests.forEach(sha256::update);
    String digest = Hex.encodeHexString(sha256.digest()).substring(0, DIGEST_LENGTH);
    return new PlaylistTag(waits, number, (waits ? "w" : "") + number + "-" + digest);
  }

  /** The tag of the newest playlist among some, which need not all be tags of playlists. */
  public static @Nullable PlaylistTag newest(Collection<String> tags) {
    return tags.stream().map(PlaylistTag::parse).flatMap(Optional::stream).max(BY_AGE).orElse(null);
  }

  private static Optional<PlaylistTag> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new PlaylistTag(!matcher.group(1).isEmpty(), Long.parseLong(matcher.group(2)), text))
        : Optional.empty();
  }
}
