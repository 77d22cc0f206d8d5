package dev.chalkstream.internal.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chalkstream.StreamId;
import dev.chalkstream.StreamStatus;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.resource.HeapShare;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which streams there are. The store's listing names them and tells the versions of their
 * manifests, so that only those are read that have changed. Safe for many threads.
 */
public final class StreamDirectory {

  /** What is remembered of a stream without the names of its codecs. */
  private static final int SEEN_BYTES = 640;

  private static final int CODEC_BYTES = 64;

  /**
   * What was read of a stream.
   *
   * @param version the version of its manifest
   * @param until when the passing of time alone changes it
   * @param status what the manifest says
   */
  private record Seen(BlobVersion version, Instant until, StreamStatus status) {

    /** About how many bytes of memory this takes up. */
    int bytes() {
      return SEEN_BYTES
          + status.codecs().stream().mapToInt(name -> CODEC_BYTES + 2 * name.length()).sum();
    }
  }

  private final Node node;
  private final Function<StreamId, StreamHead> heads;
  private final Cache<StreamId, Seen> seen =
      Caffeine.newBuilder()
          .maximumWeight(HeapShare.DIRECTORY.bytes())
          .weigher((StreamId stream, Seen known) -> known.bytes())
          .build();

  public StreamDirectory(Node node, Function<StreamId, StreamHead> heads) {
    this.node = node;
    this.heads = heads;
  }

  /** All streams, read as far as the caller reads. */
  public Stream<StreamStatus> streams() throws IOException {
    return node.store()
        .list("")
        .filter(blob -> Keys.isManifest(blob.key()))
        .map(this::status)
        .filter(status -> status.state() != StreamStatus.State.WAITING);
  }

  private StreamStatus status(BlobInfo manifest) {
    StreamId stream = Keys.owner(manifest.key()).orElseThrow();
    Seen before = seen.getIfPresent(stream);
    if (before != null
        && before.version().equals(manifest.version())
        && node.clock().instant().isBefore(before.until())) {
      return before.status();
    }
    try {
      return read(stream, manifest.version());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What this node knows already is not read again if the listing shows that it is the latest. One
   * that cannot be read is not remembered: it may be restored, and costs a read each time.
   */
  private StreamStatus read(StreamId stream, BlobVersion listed) throws IOException {
    StreamHead head = heads.apply(stream);
    StreamStatus status = head.status(listed);
    StreamView view = head.latest();
    if (status.state() != StreamStatus.State.DAMAGED && view != null && view.version() != null) {
      seen.put(stream, new Seen(view.version(), view.nextDue(), StatusReport.of(view)));
    }
    return status;
  }
}
