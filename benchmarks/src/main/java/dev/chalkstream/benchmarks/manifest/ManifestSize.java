package dev.chalkstream.benchmarks.manifest;

import dev.chalkstream.Chalkstream;
import dev.chalkstream.SegmentDigest;
import dev.chalkstream.SegmentRejectedException;
import dev.chalkstream.SegmentUpload;
import dev.chalkstream.SessionId;
import dev.chalkstream.benchmarks.SyntheticSegment;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobStore;
import dev.chalkstream.storage.BlobStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How large manifests are, as the library writes them.
 *
 * @param fixedBytes what there is without a segment
 * @param entryBytes what each listed segment adds
 */
record ManifestSize(double fixedBytes, double entryBytes) {

  /** As many as are in a head of one length and of another. */
  private static final int FEW = 20;

  private static final int MANY = 90;
  private static final int SMALL_FRAME = 512;

  /** Measures a stream of segments of two seconds each that continue one another. */
  static ManifestSize measure() throws IOException, SegmentRejectedException {
    BlobStore store = BlobStores.inMemory();
    SessionId session = SessionId.of("measured");
    long few = 0;
    try (Chalkstream chalkstream = Chalkstream.builder(store).build()) {
      for (int number = 0; number < MANY; number++) {
        ByteBuffer body = ByteBuffer.wrap(SyntheticSegment.make(number, SMALL_FRAME));
        chalkstream.ingest(
            SegmentUpload.builder(session)
                .sequence(number)
                .duration(Duration.ofSeconds(2))
                .digest(SegmentDigest.compute(body))
                .body(body)
                .build());
        if (number == FEW - 1) {
          few = bytes(store, session);
        }
      }
      double entry = (double) (bytes(store, session) - few) / (MANY - FEW);
      return new ManifestSize(few - FEW * entry, entry);
    }
  }

  private static long bytes(BlobStore store, SessionId session) throws IOException {
    try (Stream<BlobInfo> all = store.list(session.streamId().value() + "/")) {
      return all.filter(blob -> blob.key().value().endsWith("/manifest.json"))
          .mapToLong(BlobInfo::size)
          .sum();
    }
  }

  /** The most that a manifest has with a head of some length in each rendition. */
  double bytes(int renditions, int head) {
    return renditions * (fixedBytes + head * entryBytes);
  }
}
