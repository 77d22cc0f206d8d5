package dev.chalkstream.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The bytes of other content, with a description of their own.
 *
 * @param target whose bytes these are
 * @param mediaType what the bytes are
 * @param isImmutable whether no other bytes are ever stored under their key
 */
record DescribedContent(BlobContent target, String mediaType, boolean isImmutable)
    implements BlobContent {

  private static final int MAX_LENGTH = 255;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** Control characters are left out, since they can end a header; so are backslashes. */
  private static final String QUOTED = "\"[ !#-\\[\\]-~]*\"";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          TOKEN + "/" + TOKEN + "(?: ?; ?" + TOKEN + "=(?:" + TOKEN + "|" + QUOTED + "))*");

  DescribedContent {
    Objects.requireNonNull(target, "target");
    // The length first: the pattern needs more stack the more parameters there are.
    if (mediaType.length() > MAX_LENGTH || !MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new IllegalArgumentException(
          "a media type is like 'video/mp2t' and has at most "
              + MAX_LENGTH
              + " characters of ASCII, unlike '"
              + printable(mediaType)
              + "'");
    }
  }

  private static String printable(String text) {
    boolean fits = text.length() <= MAX_LENGTH;
    String start = fits ? text : text.substring(0, MAX_LENGTH) + "...";
    return start.replaceAll("[^ -~]", "?");
  }

  @Override
  public long length() {
    return target.length();
  }

  @Override
  public InputStream open() throws IOException {
    return target.open();
  }

  @Override
  public boolean isCritical() {
    return target.isCritical();
  }
}
