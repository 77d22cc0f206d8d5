package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobInfo;
import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks a store's files in the order of their keys, reading one folder at a time. A folder sorts as
 * its name with a slash, which is what makes the order of names the order of whole keys.
 */
final class DirectoryListing extends Spliterators.AbstractSpliterator<BlobInfo> {

  private static final String FOLDER = "/";

  /** What the listing does while it reads folders. */
  interface Check {

    /**
     * Looks whether the root is still the store's: when it is gone, its folders seem to be empty.
     *
     * @throws IOException if it is not
     */
    void run() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryListing.class);

  private final Path root;
  private final Check check;

  /** The rest of each folder on the way down, as keys; those of folders end with a slash. */
  private final Deque<Iterator<String>> ahead = new ArrayDeque<>();

  DirectoryListing(Path root, String prefix, Check check) throws IOException {
    super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL);
    this.root = root;
    this.check = check;
    String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    if (isFolder(folder)) {
      ahead.push(read(folder, prefix).iterator());
    }
    check.run();
  }

  @Override
  public boolean tryAdvance(Consumer<? super BlobInfo> action) {
    try {
      Optional<BlobInfo> next = advance();
      next.ifPresent(action);
      return next.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<BlobInfo> advance() throws IOException {
    while (!ahead.isEmpty()) {
      if (!ahead.peek().hasNext()) {
        ahead.pop();
        continue;
      }
      String next = ahead.peek().next();
      if (next.endsWith(FOLDER)) {
        ahead.push(read(next, next).iterator());
        check.run();
        continue;
      }
      Optional<BlobInfo> info = info(BlobKey.of(next), root.resolve(next));
      if (info.isPresent()) {
        return info;
      }
    }
    check.run();
    return Optional.empty();
  }

  /** What cannot be read is not left out, and does not keep the rest from being listed. */
  private static Optional<BlobInfo> info(BlobKey key, Path path) throws IOException {
    try {
      return BlobFile.info(key, path);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (FileFaults.isOutOfFiles(e)) {
        throw e;
      }
      LOG.warn("A blob in a listing cannot be read: {}", e.toString());
      return BlobFile.damaged(key, path);
    }
  }

  /** Whether a prefix up to its last slash leads to a folder of this store, and not out of it. */
  private boolean isFolder(String folder) throws IOException {
    for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
      String path = folder.substring(0, slash);
      if (isKey(path) && Files.isSymbolicLink(root.resolve(path))) {
        throw new IOException("a store does not follow symbolic links: " + root.resolve(path));
      }
      if (!isKey(path) || !ending(root.resolve(path)).equals(Optional.of(FOLDER))) {
        return false;
      }
    }
    return true;
  }

  private SortedSet<String> read(String folder, String prefix) throws IOException {
    SortedSet<String> keys = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path file : files) {
        String key = folder + file.getFileName();
        if (key.startsWith(prefix) && isKey(key)) {
          ending(file).ifPresent(ending -> keys.add(key + ending));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Collections.emptySortedSet();
    }
    return keys;
  }

  /** What stands behind a key here; nothing for pipes and devices and what has just gone. */
  private static Optional<String> ending(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        return Optional.of(FOLDER);
      }
      // A link is shown as the damaged blob that it is to those who read it.
      return attributes.isOther() ? Optional.empty() : Optional.of("");
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isKey(String value) {
    try {
      return BlobKey.of(value).value().equals(value);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
