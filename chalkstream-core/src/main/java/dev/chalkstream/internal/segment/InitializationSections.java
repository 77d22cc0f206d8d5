package dev.chalkstream.internal.segment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.StoredContent;
import dev.chalkstream.media.MediaFile;
import dev.chalkstream.media.MediaTrack;
import dev.chalkstream.media.cmaf.InitializationResult;
import dev.chalkstream.media.cmaf.InitializationSection;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The initialization sections that broadcasters have sent. Each is stored under its plain name
 * until segments come that need it, which are listed with a copy. So it may be deleted at any time:
 * whoever needs it is told that it is not known, and sends it again. Those that are used are
 * remembered. Safe for many threads.
 */
public final class InitializationSections {

  private static final int MOST_REMEMBERED_BYTES = 8 << 20;

  /** What is remembered of one beside its bytes. */
  private static final int REMEMBERED_BYTES = 2_048;

  private final BlobStore store;
  private final Cache<BlobKey, Known> remembered =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MOST_REMEMBERED_BYTES)
          .weigher((BlobKey key, Known known) -> REMEMBERED_BYTES + known.bytes().remaining())
          .build();

  /**
   * A section.
   *
   * @param name its plain name
   * @param bytes the section, whose position is not to be moved
   * @param section what it announces
   */
  public record Known(SegmentName name, ByteBuffer bytes, InitializationSection section) {

    /** Whether its segments have sound alone. */
    public boolean isAudio() {
      return name.file() == MediaFile.AUDIO;
    }
  }

  public InitializationSections(BlobStore store) {
    this.store = store;
  }

  /**
   * Stores a section until it is used.
   *
   * @param digest the SHA-256 of the bytes
   * @param bytes the section
   * @param section what it announces
   */
  public void put(
      StreamId stream, SegmentDigest digest, ByteBuffer bytes, InitializationSection section)
      throws IOException {
    put(stream, known(digest, bytes, section));
  }

  /** A section that is not stored yet, with a copy of its bytes. */
  public Known known(SegmentDigest digest, ByteBuffer bytes, InitializationSection section) {
    return new Known(SegmentName.of(digest, file(section)), copy(bytes), section);
  }

  /** Stores a section until it is used. */
  public void put(StreamId stream, Known known) throws IOException {
    SegmentName name = known.name();
    store.putIf(
        Keys.segment(stream, name),
        StoredContent.segment(known.bytes(), name.file()),
        PutCondition.always());
    remember(stream, known);
  }

  /** Remembers a section, which is stored elsewhere. */
  public Known add(
      StreamId stream, SegmentDigest digest, ByteBuffer bytes, InitializationSection section) {
    Known known = known(digest, bytes, section);
    remember(stream, known);
    return known;
  }

  /**
   * Finds a section. One that is listed may be gone if this node has not heard of that yet; then it
   * is found as it was sent again.
   *
   * @param listed the name of one with those bytes that listed segments need, or null
   * @return the section, or empty if it is not there
   */
  public Optional<Known> find(StreamId stream, SegmentDigest digest, @Nullable SegmentName listed)
      throws IOException {
    Known known = remembered.getIfPresent(key(stream, digest));
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Known> found = listed == null ? Optional.empty() : read(stream, listed);
    if (found.isEmpty()) {
      found = read(stream, SegmentName.of(digest, MediaFile.INITIALIZATION));
    }
    return found.isPresent() ? found : read(stream, SegmentName.of(digest, MediaFile.AUDIO));
  }

  private Optional<Known> read(StreamId stream, SegmentName name) throws IOException {
    try (Blob blob = store.get(Keys.segment(stream, name), ByteRange.all()).orElse(null)) {
      if (blob == null || blob.length() > Chalkstream.MAX_INITIALIZATION_BYTES) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.wrap(blob.body().readAllBytes()).asReadOnlyBuffer();
      if (!(InitializationSection.parse(bytes) instanceof InitializationResult.Recognized read)) {
        return Optional.empty();
      }
      var known = new Known(SegmentName.of(name.digest(), name.file()), bytes, read.section());
      remember(stream, known);
      return Optional.of(known);
    }
  }

  private void remember(StreamId stream, Known known) {
    remembered.put(key(stream, known.name().digest()), known);
  }

  private static BlobKey key(StreamId stream, SegmentDigest digest) {
    return Keys.segment(stream, SegmentName.of(digest, MediaFile.INITIALIZATION));
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip().asReadOnlyBuffer();
  }

  private static MediaFile file(InitializationSection section) {
    boolean sound =
        section.tracks().stream().allMatch(track -> track.kind() == MediaTrack.Kind.AUDIO);
    return sound ? MediaFile.AUDIO : MediaFile.INITIALIZATION;
  }
}
