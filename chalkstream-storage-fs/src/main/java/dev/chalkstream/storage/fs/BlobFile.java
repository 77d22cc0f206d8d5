package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.Blob;
import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import dev.chalkstream.storage.ByteRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads files as blobs. A published file never changes, so an open one needs no lock. */
final class BlobFile {

  private static final Logger LOG = LoggerFactory.getLogger(BlobFile.class);

  private BlobFile() {}

  /** Opens the blob in a file, or nothing if there is no file or it is not a whole blob. */
  static Optional<Blob> open(BlobKey key, Path path, ByteRange range) throws IOException {
    FileChannel file;
    try {
      file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Optional<Blob> blob = Optional.empty();
    try {
      blob = trailer(path, file).map(trailer -> blob(trailer.info(key), range, file));
      return blob;
    } finally {
      if (blob.isEmpty()) {
        file.close();
      }
    }
  }

  /** Describes the blob in a file, or nothing if there is no file or it is not a whole blob. */
  static Optional<BlobInfo> info(BlobKey key, Path path) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return trailer(path, file).map(trailer -> trailer.info(key));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<Trailer> trailer(Path path, FileChannel file) throws IOException {
    try {
      Optional<Trailer> trailer = Trailer.read(file);
      if (trailer.isEmpty()) {
        LOG.warn("Passing over {}, which is not a whole blob", path);
      }
      return trailer;
    } catch (IOException e) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Blob blob(BlobInfo info, ByteRange range, FileChannel file) {
    long offset = range.offset(info.size());
    long length = range.length(info.size());
    return new Blob(info, range, new RangeInputStream(file, offset, length));
  }
}
