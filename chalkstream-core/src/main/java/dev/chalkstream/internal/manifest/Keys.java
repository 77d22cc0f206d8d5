package dev.chalkstream.internal.manifest;

import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.storage.BlobKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Under which keys a stream lies in the store. */
public final class Keys {

  /** An orphan is deleted when it is so old. */
  public static final Duration ORPHAN_AGE = Duration.ofHours(24);

  private static final int STREAM_ID_LENGTH = 40;

  private Keys() {}

  private static final String MANIFEST = "/manifest.json";
  private static final String HISTORY = "/history/";
  private static final Pattern PAGE = Pattern.compile("/history/([0-9]{1,15})\\.json");

  public static BlobKey manifest(StreamId stream) {
    return BlobKey.of(stream.value() + MANIFEST);
  }

  /** Whether a key is that of some stream's manifest. */
  public static boolean isManifest(BlobKey key) {
    return key.value().endsWith(MANIFEST) && owner(key).isPresent();
  }

  /** The stream to which a key belongs, or empty for a key that is none of these. */
  public static Optional<StreamId> owner(BlobKey key) {
    String value = key.value();
    if (value.indexOf('/') != STREAM_ID_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(StreamId.of(value.substring(0, STREAM_ID_LENGTH)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** How all keys of a stream begin, and no others. */
  public static String prefix(StreamId stream) {
    return stream.value() + "/";
  }

  /** How the keys of a stream's history begin. */
  public static String history(StreamId stream) {
    return stream.value() + HISTORY;
  }

  /** The segment that lies under a key of a stream, or empty for what is no segment. */
  public static Optional<SegmentName> segmentName(BlobKey key) {
    try {
      return Optional.of(SegmentName.parse(key.value().substring(STREAM_ID_LENGTH + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The number of the page that lies under a key of a stream, or empty for what is no page. */
  public static OptionalLong pageNumber(BlobKey key) {
    Matcher page = PAGE.matcher(key.value().substring(STREAM_ID_LENGTH));
    return page.matches() ? OptionalLong.of(Long.parseLong(page.group(1))) : OptionalLong.empty();
  }

  public static BlobKey page(StreamId stream, long first) {
    return BlobKey.of(stream.value() + HISTORY + first + ".json");
  }

  /** How the keys of all segments of a stream begin that have such bytes. */
  public static String segments(StreamId stream, SegmentDigest digest) {
    return stream.value() + "/" + digest.value() + "-";
  }

  public static BlobKey segment(StreamId stream, SegmentName name) {
    return BlobKey.of(stream.value() + "/" + name);
  }
}
