package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobContent;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.PutCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tries on a throw-away blob whether a server keeps its word about conditions, and in what form it
 * wants them. There are servers that take a conditional write and do not look at the condition.
 */
final class Probe {

  /** How a server may refuse a header or a form that it does not know. */
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 501);

  private static final String ADVICE =
      "; streams would lose segments in it, so it is not used. Use a server with conditional"
          + " writes (AWS, and recent Ceph, MinIO and others have them)";

  private final S3Bucket bucket;
  private final BlobKey key = BlobKey.throwaway("s3-" + UUID.randomUUID());
  private int writes;

  /** Whether the server has carried out a put, so that there is something to delete. */
  private boolean reached;

  private Probe(S3Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * Finds out how to talk to a server.
   *
   * @throws IOException if it does not heed conditions, or is at fault
   */
  static Dialect run(S3Bucket bucket) throws IOException {
    Probe probe = new Probe(bucket);
    try {
      Dialect found = probe.run();
      bucket.delete(probe.key);
      return found;
    } catch (IOException e) {
      probe.cleanUp(e);
      throw e;
    }
  }

  /** The first fault is the one to tell. */
  private void cleanUp(IOException fault) {
    if (!reached) {
      return;
    }
    try {
      bucket.delete(key);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  private Dialect run() throws IOException {
    boolean checksums = takesChecksums();
    Dialect quoted = new Dialect(true, checksums);
    if (put(quoted, PutCondition.ifAbsent()).isPresent()) {
      throw ignores("If-None-Match: it creates what is there already");
    }
    Dialect bare = new Dialect(false, checksums);
    Dialect found;
    if (heedsVersions(quoted)) {
      found = quoted;
    } else if (heedsVersions(bare)) {
      found = bare;
    } else {
      throw ignores("If-Match: it overwrites other versions than the one named, or always refuses");
    }
    BlobVersion stale = put(found, PutCondition.always()).orElseThrow();
    bucket.delete(key);
    if (put(found, PutCondition.ifVersion(stale)).isPresent()) {
      throw ignores("If-Match: it updates what is not there");
    }
    return found;
  }

  /** Creates the blob, and tells whether that could be done with a checksum. */
  private boolean takesChecksums() throws IOException {
    try {
      create(new Dialect(true, true));
      return true;
    } catch (IOException e) {
      if (!isNotUnderstood(e)) {
        throw e;
      }
      create(new Dialect(true, false));
      return false;
    }
  }

  private void create(Dialect dialect) throws IOException {
    if (put(dialect, PutCondition.ifAbsent()).isEmpty()) {
      throw ignores("If-None-Match: it does not create what is not there");
    }
  }

  private boolean heedsVersions(Dialect dialect) throws IOException {
    BlobVersion stale = put(dialect, PutCondition.always()).orElseThrow();
    try {
      return put(dialect, PutCondition.ifVersion(stale)).isPresent()
          && put(dialect, PutCondition.ifVersion(stale)).isEmpty();
    } catch (IOException e) {
      if (isNotUnderstood(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Each time other bytes, so that each time there is another version. */
  private Optional<BlobVersion> put(Dialect dialect, PutCondition condition) throws IOException {
    writes++;
    byte[] body = (key + " " + writes).getBytes(StandardCharsets.US_ASCII);
    var version = ConditionalPut.run(bucket, dialect, key, BlobContent.of(body), condition);
    reached = true;
    return version;
  }

  private static boolean isNotUnderstood(IOException e) {
    return e.getCause() instanceof S3Exception refusal
        && NOT_UNDERSTOOD.contains(refusal.statusCode());
  }

  private IOException ignores(String what) {
    return new IOException(
        "the server of the S3 bucket '" + bucket.name() + "' does not heed " + what + ADVICE);
  }
}
