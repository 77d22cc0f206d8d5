package dev.chalkstream.internal.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chalkstream.StreamId;
import dev.chalkstream.internal.json.JsonFields;
import dev.chalkstream.internal.json.ListedSegmentsJson;
import dev.chalkstream.internal.json.StoredDocument;
import dev.chalkstream.internal.manifest.History;
import dev.chalkstream.internal.manifest.Keys;
import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.internal.manifest.ListedSegment;
import dev.chalkstream.internal.manifest.PageNumbers;
import dev.chalkstream.internal.manifest.StoredContent;
import dev.chalkstream.internal.resource.Damage;
import dev.chalkstream.internal.resource.HeapShare;
import dev.chalkstream.internal.resource.SideBySide;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.PutCondition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of all streams' histories, in the store and in a bounded cache. The bytes of a page
 * follow from its segments, so nodes that seal the same page write the same. Safe for many threads.
 */
public final class HistoryPages {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryPages.class);

  private static final int FORMAT = 1;

  /** So many pages that are lost are remembered, each as an id and a time: 0.2 MB. */
  private static final int MAX_LOST_PAGES = 1_000;

  /** A page that is lost is looked for again after that, since it may have been restored. */
  private static final Duration LOST_FOR = Duration.ofSeconds(10);

  private static final JsonFactory JSON = new JsonFactory();

  private record PageId(StreamId stream, long first) {}

  private final BlobStore store;
  private final InstantSource clock;
  private final Cache<PageId, List<ListedSegment>> cache =
      Caffeine.newBuilder()
          .maximumWeight(HeapShare.PAGES.bytes())
          .weigher(
              (PageId page, List<ListedSegment> list) ->
                  (int) Math.min(Integer.MAX_VALUE, ListedSegment.heldBytes(list)))
          .build();

  /** When a page was found to be damaged or absent. */
  private final Cache<PageId, Instant> lost =
      Caffeine.newBuilder().maximumSize(MAX_LOST_PAGES).build();

  /**
   * Makes the pages of all streams.
   *
   * @param store where they lie
   * @param clock tells when a page that is lost is looked for again
   */
  public HistoryPages(BlobStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The pages of one stream. */
  public History of(StreamId stream) {
    return first -> findIntact(stream, first);
  }

  /**
   * Reads pages of one stream, some at the same time.
   *
   * @param workers help with the reading
   * @return what was read; other pages are read when they are asked for
   * @throws UncheckedIOException if the store is at fault
   * @throws IOException if the thread is interrupted
   */
  History readAll(StreamId stream, List<Long> firsts, Executor workers) throws IOException {
    History history = of(stream);
    var read = SideBySide.map(firsts, history::find, workers);
    return first -> {
      Optional<List<ListedSegment>> found = read.get(first);
      return found == null ? history.find(first) : found;
    };
  }

  /** Stores a page, before the manifest that relies on it. */
  public void write(StreamId stream, long first, List<ListedSegment> segments) throws IOException {
    BlobContent body = StoredContent.document(toJson(first, segments));
    store.putIf(Keys.page(stream, first), body, PutCondition.always());
    cache.put(new PageId(stream, first), segments);
    lost.invalidate(new PageId(stream, first));
  }

  /** Whether it can be told without the store what is in pages. */
  boolean areAtHand(StreamId stream, List<Long> firsts) {
    return firsts.stream()
        .map(first -> new PageId(stream, first))
        .allMatch(page -> cache.getIfPresent(page) != null || isLost(page));
  }

  /** Whether none of some pages is known to be lost. */
  boolean areWhole(StreamId stream, List<Long> firsts) {
    return firsts.stream().noneMatch(first -> lost.getIfPresent(new PageId(stream, first)) != null);
  }

  /**
   * Reads a page.
   *
   * @return its segments, or empty if it is not there
   * @throws DamagedBlobException if it is damaged
   * @throws IOException if the store is at fault
   */
  public Optional<List<ListedSegment>> find(StreamId stream, long first) throws IOException {
    List<ListedSegment> known = cache.getIfPresent(new PageId(stream, first));
    if (known != null) {
      return Optional.of(known);
    }
    BlobKey key = Keys.page(stream, first);
    try (Blob blob = store.get(key, ByteRange.all()).orElse(null)) {
      if (blob == null) {
        return Optional.empty();
      }
      List<ListedSegment> segments = StoredDocument.read(key, blob, json -> fromJson(first, json));
      cache.put(new PageId(stream, first), segments);
      return Optional.of(segments);
    } catch (IOException e) {
      throw Damage.wrap(
          "page " + first + " of stream " + stream + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Deletes a page; its segments are the caller's business. */
  public void delete(StreamId stream, long first) throws IOException {
    store.delete(Keys.page(stream, first));
    cache.invalidate(new PageId(stream, first));
  }

  private Optional<List<ListedSegment>> findIntact(StreamId stream, long first) {
    var page = new PageId(stream, first);
    if (cache.getIfPresent(page) == null && isLost(page)) {
      return Optional.empty();
    }
    try {
      Optional<List<ListedSegment>> found = find(stream, first);
      if (found.isEmpty()) {
        noteLost(page, "it is not in the store");
      } else {
        lost.invalidate(page);
      }
      return found;
    } catch (DamagedBlobException e) {
      noteLost(page, String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isLost(PageId page) {
    Instant since = lost.getIfPresent(page);
    Instant now = clock.instant();
    return since != null && !now.isBefore(since) && now.isBefore(since.plus(LOST_FOR));
  }

  /** Says so when it is found, and not each time that it is looked for again. */
  private void noteLost(PageId page, String why) {
    boolean known = lost.getIfPresent(page) != null;
    lost.put(page, clock.instant());
    if (!known) {
      LOG.warn(
          "Page {} of the history of stream {} is lost; the {} segments that it lists become gaps"
              + " in the playlist until the page is restored from a backup: {}",
          page.first(),
          page.stream(),
          PageNumbers.PAGE_LENGTH,
          why);
    }
  }

  private static byte[] toJson(long first, List<ListedSegment> segments) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("format", FORMAT);
      out.writeNumberField("first", first);
      out.writeFieldName("segments");
      ListedSegmentsJson.write(out, segments);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  private static List<ListedSegment> fromJson(long first, byte[] json) throws IOException {
    JsonFields fields = JsonFields.parse(json);
    if (fields.number("format", Limits.NUMBER) != FORMAT
        || fields.number("first", Limits.NUMBER) != first) {
      throw new IOException("not the page that was asked for, or of another format");
    }
    List<ListedSegment> segments =
        ListedSegmentsJson.read(fields.array("segments", JsonFields.class));
    fields.end();
    if (segments.size() != PageNumbers.PAGE_LENGTH) {
      throw new IOException("a page of " + segments.size() + " segments");
    }
    return List.copyOf(segments);
  }
}
