package dev.chalkstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.PutCondition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The pages of all streams' histories, in the store and in a bounded cache. The bytes of a page
 * follow from its segments, so nodes that seal the same page write the same. Safe for many threads.
 */
final class HistoryPages {

  private static final int FORMAT = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private record PageId(StreamId stream, long first) {}

  private final BlobStore store;
  private final Cache<PageId, List<ListedSegment>> cache =
      Caffeine.newBuilder()
          .maximumWeight(HeapShare.PAGES.bytes())
          .weigher(
              (PageId page, List<ListedSegment> list) -> ListedSegment.HELD_BYTES * list.size())
          .build();

  HistoryPages(BlobStore store) {
    this.store = store;
  }

  /** The pages of one stream. */
  History of(StreamId stream) {
    return first -> findUnchecked(stream, first);
  }

  /** Stores a page, before the manifest that relies on it. */
  void write(StreamId stream, long first, List<ListedSegment> segments) throws IOException {
    BlobContent body = BlobContent.critical(toJson(first, segments));
    store.putIf(Keys.page(stream, first), body, PutCondition.always());
    cache.put(new PageId(stream, first), segments);
  }

  /** Whether pages can be had without the store. */
  boolean areAtHand(StreamId stream, List<Long> firsts) {
    return firsts.stream().allMatch(first -> cache.getIfPresent(new PageId(stream, first)) != null);
  }

  /** The segments of a page, or empty if the page is deleted. */
  Optional<List<ListedSegment>> find(StreamId stream, long first) throws IOException {
    List<ListedSegment> known = cache.getIfPresent(new PageId(stream, first));
    if (known != null) {
      return Optional.of(known);
    }
    try (Blob blob = store.get(Keys.page(stream, first), ByteRange.all()).orElse(null)) {
      if (blob == null) {
        return Optional.empty();
      }
      List<ListedSegment> segments = fromJson(first, blob);
      cache.put(new PageId(stream, first), segments);
      return Optional.of(segments);
    } catch (IOException e) {
      throw new IOException("page " + first + " of stream " + stream + " cannot be read", e);
    }
  }

  /** Deletes a page; its segments are the caller's business. */
  void delete(StreamId stream, long first) throws IOException {
    store.delete(Keys.page(stream, first));
    cache.invalidate(new PageId(stream, first));
  }

  private Optional<List<ListedSegment>> findUnchecked(StreamId stream, long first) {
    try {
      return find(stream, first);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private static List<ListedSegment> fromJson(long first, Blob blob) throws IOException {
    try (JsonParser parser = JSON.createParser(blob.body())) {
      JsonFields fields = JsonFields.readDocument(parser);
      if (fields.number("format") != FORMAT || fields.number("first") != first) {
        throw new IOException("not the page that was asked for, or of another format");
      }
      List<ListedSegment> segments =
          ListedSegmentsJson.read(fields.array("segments", JsonFields.class));
      fields.end();
      if (segments.size() != PlaylistWindow.PAGE_LENGTH) {
        throw new IOException("a page of " + segments.size() + " segments");
      }
      return List.copyOf(segments);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("a value in the page is out of its range", e);
    }
  }
}
