package dev.chalkstream.internal.json;

import dev.chalkstream.internal.manifest.Limits;
import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.time.DateTimeException;

/**
 * Reads JSON from the store, and tells its faults apart: while the bytes come, the store is at
 * fault; what is wrong with them then is damage.
 */
public final class StoredDocument {

  /** Makes something of bytes. */
  public interface Reader<T> {
    public T read(byte[] json) throws IOException;
  }

  private StoredDocument() {}

  /**
   * Reads a blob to its end.
   *
   * @param reader throws an {@link IOException} for what is wrong with the bytes
   * @throws DamagedBlobException if it is none of what the reader reads; names the key
   * @throws IOException if the store is at fault
   */
  public static <T> T read(BlobKey key, Blob blob, Reader<T> reader) throws IOException {
    if (blob.length() > Limits.DOCUMENT_BYTES) {
      throw new DamagedBlobException(key + " has " + blob.length() + " bytes, far too many");
    }
    byte[] json = blob.body().readAllBytes();
    try {
      return reader.read(json);
    } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new DamagedBlobException(key + " is damaged: " + e.getMessage(), e);
    }
  }
}
