package dev.chalkstream.internal.node;

import dev.chalkstream.SegmentName;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.Manifest;
import dev.chalkstream.internal.manifest.UnlistedPage;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which blobs of a stream its manifest and the pages of its history name. */
public final class NamedBlobs {

  private final Node node;
  private final StreamId stream;
  private final Manifest manifest;
  private final Set<BlobKey> keys = new HashSet<>();

  private NamedBlobs(Node node, StreamId stream, Manifest manifest) {
    this.node = node;
    this.stream = stream;
    this.manifest = manifest;
    keys.add(Keys.manifest(stream));
    manifest.waiting().forEach(segment -> add(segment.name()));
    manifest.pushes().stored().forEach(segment -> add(segment.name()));
    manifest.pushes().sections().forEach(section -> add(section.name()));
    manifest.ledger().segments().forEach(segment -> add(segment.name()));
    manifest.renditions().values().stream()
        .flatMap(rendition -> rendition.sections().stream())
        .forEach(section -> add(section.name()));
    addListed(manifest.window().head());
  }

  /**
   * All that are named.
   *
   * @param view the stream
   * @param manifest its manifest
   * @throws IOException if a page cannot be read whose segments must still be there: nothing can be
   *     told to be an orphan then
   */
  public static Set<BlobKey> of(Node node, StreamView view, Manifest manifest) throws IOException {
    StreamId stream = view.stream();
    var named = new NamedBlobs(node, stream, manifest);
    Instant now = view.clock().timeAt(node.clock().instant());
    // An append may seal the next page at any time, although a failed one has stored it long ago.
    named.keys.add(Keys.page(stream, manifest.window().headSequence()));
    for (long page : manifest.window().pages()) {
      if (!named.addPage(page)) {
        throw new DamagedBlobException("page " + page + " of stream " + stream + " is lost");
      }
    }
    for (UnlistedPage page : manifest.ledger().pages()) {
      if (!named.addPage(page.first()) && now.isBefore(page.due())) {
        throw new DamagedBlobException(
            "page " + page.first() + " of stream " + stream + " is lost");
      }
    }
    return named.keys;
  }

  /**
   * The segments in the store that nothing names: those that a lost page should name, or a manifest
   * that was lost before the stream began anew, and those of uploads that failed.
   *
   * @throws IOException if the store is at fault
   */
  static List<SegmentName> others(Node node, StreamId stream, Manifest manifest)
      throws IOException {
    var named = new NamedBlobs(node, stream, manifest);
    for (long page : manifest.window().pages()) {
      named.addPage(page);
    }
    for (UnlistedPage page : manifest.ledger().pages()) {
      named.addPage(page.first());
    }
    return named.others();
  }

  private List<SegmentName> others() throws IOException {
    List<SegmentName> others = new ArrayList<>();
    try (Stream<BlobInfo> blobs = node.store().list(Keys.prefix(stream))) {
      blobs
          .map(BlobInfo::key)
          .filter(key -> !keys.contains(key))
          .map(Keys::segmentName)
          .flatMap(Optional::stream)
          .forEach(others::add);
    }
    return others;
  }

  /** Adds a page and what it lists, and tells whether it could be read. */
  private boolean addPage(long first) throws IOException {
    keys.add(Keys.page(stream, first));
    try {
      Optional<List<ListedSegment>> page = node.pages().find(stream, first);
      page.ifPresent(this::addListed);
      return page.isPresent();
    } catch (DamagedBlobException e) {
      return false;
    }
  }

  private void addListed(Iterable<ListedSegment> segments) {
    for (ListedSegment segment : segments) {
      if (segment.name() != null) {
        add(segment.name());
      }
      if (segment.section() != null) {
        add(segment.section());
      }
    }
  }

  private void add(SegmentName name) {
    keys.add(Keys.segment(stream, name));
  }
}
