package dev.chalkstream.servlet;

import dev.chalkstream.PlaylistSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Playlists in gzip, made once a snapshot and not once a viewer, and gone with the snapshot: an
 * instance holds snapshots within a bound of memory that counts their form in gzip too. Safe for
 * many threads.
 */
final class GzipCache {

  private static final class Compressed {

    private byte @Nullable [] bytes;

    synchronized byte[] of(PlaylistSnapshot snapshot) {
      byte[] result = bytes;
      if (result == null) {
        result = compress(snapshot);
        bytes = result;
      }
      return result;
    }
  }

  /** Snapshots have no equality of their own, so this tells them apart by identity. */
  private final Map<PlaylistSnapshot, Compressed> entries = new WeakHashMap<>();

  /** A snapshot's bytes in gzip; all who ask for the same snapshot get the same array. */
  byte[] compressed(PlaylistSnapshot snapshot) {
    Compressed entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(snapshot, fresh -> new Compressed());
    }
    return entry.of(snapshot);
  }

  private static byte[] compress(PlaylistSnapshot snapshot) {
    var bytes = new ByteArrayOutputStream((int) (snapshot.length() / 3) + 64);
    try (InputStream plain = snapshot.open();
        OutputStream gzip = new GZIPOutputStream(bytes)) {
      plain.transferTo(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array takes all bytes", e);
    }
    return bytes.toByteArray();
  }
}
