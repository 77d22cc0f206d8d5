package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.BlobKey;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where things lie in a store's directory: each blob under its key as a path, and what the store
 * keeps for itself in one folder whose name no key can have.
 */
final class StoreDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);
  private static final String OWN_FOLDER = "@chalkstream";
  private static final String README =
      """
      This folder belongs to the Chalkstream store around it. Do not remove it while the store is
      in use: the file "lock" keeps processes from overwriting each other's changes, and the file
      "store" tells that this is the directory that they have opened. The file "reserve" keeps
      room on the disk, so that a full disk can be freed.
      """;

  /** How often a folder may vanish between its making and its use before that is a fault. */
  private static final int MAX_MOVES = 100;

  private static final boolean FOLDERS_CAN_BE_FORCED = File.separatorChar == '/';

  private final Path root;
  private final boolean sync;

  /** Which store was opened; null until {@link #identify}. */
  private volatile @Nullable StoreIdentity identity;

  private StoreDirectory(Path root, boolean sync) {
    this.root = root;
    this.sync = sync;
  }

  /** Makes what is missing. The root itself may be a symbolic link; nothing below it may. */
  static StoreDirectory open(Path root, boolean sync) throws IOException {
    if (!Files.isDirectory(root)) {
      if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("the store's root is not a directory: " + root);
      }
      Files.createDirectories(root);
    }
    StoreDirectory directory = new StoreDirectory(root.toRealPath(), sync);
    makeOwn(directory.own());
    makeOwn(directory.temporaries());
    Path readme = directory.own().resolve("README");
    if (Files.notExists(readme)) {
      Files.writeString(readme, README);
    }
    return directory;
  }

  /**
   * Learns which store this is, or makes it one. To be called under a lock that all processes
   * share.
   */
  void identify(Instant now) throws IOException {
    Optional<StoreIdentity> found = StoreIdentity.read(marker());
    if (found.isPresent()) {
      identity = found.get();
      return;
    }
    if (Files.exists(marker(), LinkOption.NOFOLLOW_LINKS)) {
      LOG.warn("{} does not tell which store this is, and is written anew", marker());
    }
    StoreIdentity fresh = StoreIdentity.fresh(now);
    Path temporary = temporaries().resolve(UUID.randomUUID().toString());
    try (FileChannel file =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      TemporaryFiles.writeFully(file, ByteBuffer.wrap(fresh.toLine()));
      file.force(true);
    }
    Files.move(temporary, marker(), StandardCopyOption.ATOMIC_MOVE);
    settle(marker());
    identity = fresh;
  }

  /**
   * Looks whether this still is the directory that was opened, or is it again.
   *
   * <p>One that holds an older store is taken instead: then what was opened was made at this path
   * while the older one was away, by mistake.
   *
   * @throws IOException if it is not
   */
  void verify() throws IOException {
    StoreIdentity opened = identity;
    if (!Files.isDirectory(root)) {
      throw new IOException(
          "the store's directory "
              + root
              + " is missing; it is not made anew, and the store goes on when it is back");
    }
    StoreIdentity found = StoreIdentity.read(marker()).orElse(null);
    if (found == null) {
      throw new IOException(
          root
              + " is not the directory that was opened, as the file "
              + marker()
              + " is missing or damaged; mount the store's file system there, and the store goes"
              + " on; if the store was deleted, restart");
    }
    if (opened != null && !found.id().equals(opened.id())) {
      if (!found.made().isBefore(opened.made())) {
        throw new IOException(
            root
                + " is not the directory that was opened, but a store that was made at "
                + found.made()
                + "; bring the former one back, and the store goes on, or restart to use this one");
      }
      LOG.warn(
          "{} now holds the store that was made at {}, before the one that was opened, which was"
              + " made at {} while the former was away; going on with the former",
          root,
          found.made(),
          opened.made());
      identity = found;
    }
  }

  private Path marker() {
    return own().resolve("store");
  }

  Path reserve() {
    return own().resolve("reserve");
  }

  /** How much room the file system has for this process, in bytes; the most where unknown. */
  long usableSpace() throws IOException {
    FileStore disk = Files.getFileStore(root);
    return disk.getTotalSpace() == 0 ? Long.MAX_VALUE : disk.getUsableSpace();
  }

  /** Makes what a blob's file needs to be written, where somebody has removed it. */
  void restoreTemporaries() throws IOException {
    makeFolder(temporaries());
  }

  private static void makeOwn(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException("a store does not follow symbolic links: " + folder);
    }
    Files.createDirectories(folder);
  }

  Path root() {
    return root;
  }

  private Path own() {
    return root.resolve(OWN_FOLDER);
  }

  Path lockFile() {
    return own().resolve("lock");
  }

  Path temporaries() {
    return own().resolve("tmp");
  }

  /** The path of a blob, whether there is one or not, with no symbolic link on the way to it. */
  Path path(BlobKey key) throws IOException {
    String value = key.value();
    for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
      Path folder = root.resolve(value.substring(0, slash));
      if (Files.isSymbolicLink(folder)) {
        throw new IOException("a store does not follow symbolic links: " + folder);
      }
    }
    return root.resolve(value);
  }

  /** Puts a finished file under its path in one step, in place of the one there was. */
  void publish(Path finished, Path target) throws IOException {
    for (int moves = 1; ; moves++) {
      try {
        if (moves > 1) {
          makeFolders(folderOf(target));
        }
        Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException e) {
        // No folder yet, or one that a delete has just found empty.
        if (moves >= MAX_MOVES || Files.notExists(finished)) {
          throw e;
        }
      }
    }
  }

  /** Not the library's way of it, which takes a folder that vanishes meanwhile for a file. */
  private void makeFolders(Path folder) throws IOException {
    if (folder.equals(root)) {
      return;
    }
    makeFolders(folderOf(folder));
    makeFolder(folder);
  }

  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      LOG.trace("{} is there, and if it is no folder, the move will say so", folder);
    }
  }

  /** Removes a blob's file, and the folders that this leaves empty. */
  void remove(Path target) throws IOException {
    if (!Files.deleteIfExists(target)) {
      return;
    }
    for (Path folder = folderOf(target); !folder.equals(root); folder = folderOf(folder)) {
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        return;
      }
    }
  }

  /** All paths here lie below the root, so each lies in a folder. */
  private static Path folderOf(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  /** Makes a change of names durable: in its folder and all folders above. */
  void settle(Path target) throws IOException {
    if (!FOLDERS_CAN_BE_FORCED) {
      return;
    }
    Path folder = target;
    do {
      folder = folderOf(folder);
      force(folder);
    } while (!folder.equals(root));
  }

  private void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (NoSuchFileException e) {
      if (folder.equals(root)) {
        throw e;
      }
      LOG.debug("Nothing to force in {}, which was empty and is gone", folder);
    }
  }

  boolean sync() {
    return sync;
  }
}
