package dev.chalkstream.storage.s3;

import dev.chalkstream.storage.BlobContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The body of a put: read through once beforehand, so that one of the wrong length is never sent
 * and the server can compare checksums. Closes what the client has opened. For one thread.
 */
final class Payload implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final BlobContent content;
  private final ObjectHeaders headers;
  private final String sha256;
  private final BodyCheck check;
  private @Nullable InputStream open;

  private Payload(BlobContent content, ObjectHeaders headers, String sha256, BodyCheck check) {
    this.content = content;
    this.headers = headers;
    this.sha256 = sha256;
    this.check = check;
  }

  static Payload of(BlobContent content) throws IOException {
    ObjectHeaders headers = ObjectHeaders.of(content);
    CRC32C crc = new CRC32C();
    String sha256 = Base64.getEncoder().encodeToString(digest(content, crc));
    return new Payload(content, headers, sha256, BodyCheck.of(crc));
  }

  private static byte[] digest(BlobContent content, CRC32C crc) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    try (InputStream in = content.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        crc.update(buffer, 0, read);
        count += read;
        if (count > content.length()) {
          break;
        }
      }
    }
    if (count != content.length()) {
      throw new EOFException(
          (count < content.length() ? "the body ended after " : "the body goes on after ")
              + Math.min(count, content.length())
              + " bytes, but was said to have "
              + content.length());
    }
    return digest.digest();
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How the object presents itself. */
  ObjectHeaders headers() {
    return headers;
  }

  /** In Base64, as S3 writes it. */
  String sha256() {
    return sha256;
  }

  /** By which readers tell whether the bytes are still the same. */
  BodyCheck check() {
    return check;
  }

  /** Begins anew each time the client tries again. */
  RequestBody toRequestBody() {
    ContentStreamProvider streams = this::reopen;
    return RequestBody.fromContentProvider(streams, content.length(), headers.contentType());
  }

  private InputStream reopen() {
    try {
      close();
      InputStream in = content.open();
      open = in;
      return in;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    InputStream in = open;
    open = null;
    if (in != null) {
      in.close();
    }
  }
}
