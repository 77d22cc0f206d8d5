package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.BlobVersion;
import dev.chalkstream.storage.ByteRange;
import dev.chalkstream.storage.DamagedBlobException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Reads files as blobs. A published file never changes, so an open one needs no lock. */
final class BlobFile {

  /** What a listing calls the version of a damaged blob; no put gives it. */
  private static final BlobVersion DAMAGED = BlobVersion.of("damaged");

  private BlobFile() {}

  /**
   * Opens the blob in a file, or nothing if there is no file.
   *
   * @throws DamagedBlobException if the file is not a whole blob
   */
  static Optional<Blob> open(BlobKey key, Path path, ByteRange range) throws IOException {
    FileChannel file;
    try {
      file = open(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    boolean opened = false;
    try {
      Trailer trailer = trailer(path, file);
      long offset = range.offset(trailer.length());
      long length = range.length(trailer.length());
      CheckedBody body = new CheckedBody(path, file, trailer, offset, length);
      Blob blob = new Blob(trailer.info(key), range, body);
      opened = true;
      return Optional.of(blob);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  /**
   * Describes the blob in a file, or nothing if there is no file.
   *
   * @throws DamagedBlobException if the file is not a whole blob
   */
  static Optional<BlobInfo> info(BlobKey key, Path path) throws IOException {
    try (FileChannel file = open(path)) {
      return Optional.of(trailer(path, file).info(key));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Describes the file of a blob that cannot be read; nothing if there is no file. */
  static Optional<BlobInfo> damaged(BlobKey key, Path path) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new BlobInfo(key, attributes.size(), DAMAGED, attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether there is a file, whole or damaged.
   *
   * @throws FileSystemException if there is a directory, where no blob can be put
   */
  static boolean isThere(Path path) throws IOException {
    try {
      boolean isDirectory =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .isDirectory();
      if (isDirectory) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  private static Trailer trailer(Path path, FileChannel file) throws IOException {
    return Trailer.read(file)
        .orElseThrow(
            () ->
                new DamagedBlobException(
                    path
                        + " is damaged: it does not end as the file of a whole blob does; restore"
                        + " it, or delete it"));
  }
}
