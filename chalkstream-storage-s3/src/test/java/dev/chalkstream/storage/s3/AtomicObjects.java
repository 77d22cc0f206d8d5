package dev.chalkstream.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The objects of the test server. The proxy by itself looks at a condition and then writes, which
 * loses updates; here both are one step, under a lock for each object.
 */
final class AtomicObjects extends ForwardingBlobStore {

  private static final int TROUBLE_EVERY = 7;

  private enum Trouble {
    NONE,
    CONFLICT,
    FAULT_BEFORE,
    FAULT_AFTER;

    void beFor(Trouble when, int status) {
      if (this == when) {
        throw S3Exceptions.fromStatusCode(status);
      }
    }
  }

  private final Map<String, ReadWriteLock> locks = new ConcurrentHashMap<>();
  private final Set<String> damaged = ConcurrentHashMap.newKeySet();
  private final Map<String, Quirk> quirks = new ConcurrentHashMap<>();
  private final AtomicLong puts = new AtomicLong();

  AtomicObjects(BlobStore delegate) {
    super(delegate);
  }

  /** Has an object's bytes change on their way to those who read it, until it is put anew. */
  void damage(String bucket, String key) {
    damaged.add(bucket + "/" + key);
  }

  void setQuirk(String bucket, Quirk quirk) {
    quirks.put(bucket, quirk);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    // A slow upload holds no lock, and one that breaks off has changed nothing.
    byte[] bytes = readAll(body);
    Quirk quirk = quirks.getOrDefault(request.bucket(), Quirk.NONE);
    return locked(
        lock(request.bucket(), request.key()).writeLock(),
        () -> {
          Trouble trouble = quirk == Quirk.TROUBLE ? next() : Trouble.NONE;
          trouble.beFor(Trouble.CONFLICT, 409);
          checkCondition(request, quirk);
          trouble.beFor(Trouble.FAULT_BEFORE, 500);
          PutObjectResponse response =
              delegate()
                  .putBlob(
                      request.toBuilder().ifMatch(null).ifNoneMatch(null).build(),
                      new ByteArrayInputStream(bytes));
          damaged.remove(request.bucket() + "/" + request.key());
          trouble.beFor(Trouble.FAULT_AFTER, 500);
          return response;
        });
  }

  private Trouble next() {
    long number = puts.incrementAndGet();
    return number % TROUBLE_EVERY == 0
        ? Trouble.values()[1 + (int) (number / TROUBLE_EVERY % 3)]
        : Trouble.NONE;
  }

  private void checkCondition(PutObjectRequest request, Quirk quirk) {
    String wanted = request.ifMatch();
    if (wanted == null && request.ifNoneMatch() == null) {
      return;
    }
    HeadObjectResponse present = delegate().blobMetadataIfPresent(request.bucket(), request.key());
    if (wanted != null && present == null) {
      throw S3Exceptions.noSuchKey(request.bucket(), request.key(), "If-Match");
    }
    boolean holds = wanted == null ? present == null : matches(wanted, present.eTag(), quirk);
    if (!holds) {
      throw S3Exceptions.preconditionFailed(null);
    }
  }

  private static boolean matches(String wanted, String tag, Quirk quirk) {
    String bare = tag.replace("\"", "");
    boolean quoted = wanted.equals("\"" + bare + "\"");
    return switch (quirk) {
      case QUOTED_TAGS -> quoted;
      case BARE_TAGS -> wanted.equals(bare);
      default -> quoted || wanted.equals(bare);
    };
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    Lock lock = lock(request.bucket(), request.key()).readLock();
    return locked(
        lock,
        () -> {
          ResponseInputStream<GetObjectResponse> found = delegate().getBlob(request);
          return found != null && damaged.contains(request.bucket() + "/" + request.key())
              ? withAByteChanged(found)
              : found;
        });
  }

  private static ResponseInputStream<GetObjectResponse> withAByteChanged(
      ResponseInputStream<GetObjectResponse> found) {
    byte[] bytes = readAll(found);
    bytes[bytes.length / 2] ^= 1;
    return new ResponseInputStream<>(
        found.response(), AbortableInputStream.create(new ByteArrayInputStream(bytes)));
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    Lock lock = lock(request.bucket(), request.key()).readLock();
    return locked(lock, () -> delegate().blobMetadata(request));
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    Lock lock = lock(request.bucket(), request.key()).writeLock();
    damaged.remove(request.bucket() + "/" + request.key());
    return locked(lock, () -> delegate().removeBlob(request));
  }

  private ReadWriteLock lock(String bucket, String key) {
    return locks.computeIfAbsent(bucket + "/" + key, any -> new ReentrantReadWriteLock());
  }

  private static <T> T locked(Lock lock, Supplier<@Nullable T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private static byte[] readAll(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
