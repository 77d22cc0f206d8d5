package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLocksTest {

  private static final BlobKey KEY = BlobKey.of("some/key");

  private static final StoreLocks.Verification NOTHING = () -> {};

  @TempDir Path folder;

  private Path path;

  @BeforeEach
  void nameTheLockFile() {
    path = folder.resolve("lock");
  }

  @Test
  void anActionRunsUnderTheLockAndItsOutcomeIsReturned() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path, NOTHING)) {
      assertThat(locks.locked(KEY, () -> "outcome")).isEqualTo("outcome");
    }
  }

  @Test
  void anActionThatFailsFreesItsLock() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path, NOTHING)) {
      assertThatThrownBy(
              () ->
                  locks.locked(
                      KEY,
                      () -> {
                        throw new IOException("as wanted");
                      }))
          .hasMessage("as wanted");
      assertThat(locks.locked(KEY, () -> 1)).isEqualTo(1);
    }
  }

  @Test
  void aLockThatIsHeldForTooLongIsAFault() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path, NOTHING, Duration.ofMillis(5));
        FileChannel stranger = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock held = stranger.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> locks.locked(KEY, () -> 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("held a lock")
          .hasMessageContaining(path.toString());
    }
  }

  @Test
  void aFileThatCannotBeLockedIsAFaultAtOpen() throws IOException {
    StoreLocks.open(path, NOTHING).close();
    try (FileChannel stranger = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock held = stranger.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> StoreLocks.open(path, NOTHING, Duration.ofMillis(5)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("held a lock");
    }
  }

  @Test
  void anInterruptedThreadDoesNotWaitAndTheLocksStayUsable() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path, NOTHING)) {
      try (FileChannel stranger = FileChannel.open(path, StandardOpenOption.WRITE);
          FileLock held = stranger.lock()) {
        assertThat(held.isValid()).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> locks.locked(KEY, () -> 1))
            .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
      }
      assertThat(locks.locked(KEY, () -> 1)).isEqualTo(1);
    }
  }

  @Test
  void aClosedLockFileIsAFault() throws IOException {
    StoreLocks locks = StoreLocks.open(path, NOTHING);
    locks.close();
    locks.close();
    assertThatThrownBy(() -> locks.locked(KEY, () -> 1)).isInstanceOf(IOException.class);
  }

  @Test
  void aLockFileThatIsReplacedIsOpenedAnewAndItsLocksExclude() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path, NOTHING, Duration.ofMillis(5))) {
      replaceLockFile();
      try (FileChannel stranger = FileChannel.open(path, StandardOpenOption.WRITE);
          FileLock held = stranger.lock()) {
        assertThat(held.isValid()).isTrue();
        assertThatThrownBy(() -> locks.locked(KEY, () -> 1)).hasMessageContaining("held a lock");
      }
      assertThat(locks.locked(KEY, () -> 1)).isEqualTo(1);
    }
  }

  @Test
  void aLockFileThatIsReplacedWhileItsLockIsWaitedForKeepsNobodyOut() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (StoreLocks locks = StoreLocks.open(path, NOTHING);
        FileChannel stranger = FileChannel.open(path, StandardOpenOption.WRITE)) {
      Future<Boolean> waiting;
      try (FileLock held = stranger.lock()) {
        assertThat(held.isValid()).isTrue();
        waiting = executor.submit(() -> locks.locked(KEY, this::newFileIsLocked));
        replaceLockFile();
      }
      assertThat(waiting.get()).as("the lock is one on the file at the path").isTrue();
    } finally {
      executor.shutdownNow();
    }
  }

  private void replaceLockFile() throws IOException {
    Files.move(path, folder.resolve("former"));
    Files.createFile(path);
  }

  /** In this process the virtual machine itself tells that a region is locked already. */
  private boolean newFileIsLocked() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      FileLock free = file.tryLock();
      return free == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  @Test
  void aLockFileThatIsReplacedIsUsedOnlyAfterItsDirectoryIsVerified() throws IOException {
    StoreLocks.Verification refusing =
        () -> {
          throw new IOException("another directory");
        };
    try (StoreLocks locks = StoreLocks.open(path, refusing)) {
      locks.check();
      replaceLockFile();
      assertThatThrownBy(locks::check).hasMessage("another directory");
      assertThatThrownBy(() -> locks.locked(KEY, () -> 1)).hasMessage("another directory");
      Files.move(folder.resolve("former"), path, StandardCopyOption.REPLACE_EXISTING);
      assertThat(locks.locked(KEY, () -> 1)).isEqualTo(1);
    }
  }

  @Test
  void aClosedStoreDoesNotOpenItsLockFileAnew() throws IOException {
    StoreLocks locks = StoreLocks.open(path, NOTHING);
    locks.close();
    Files.delete(path);
    assertThatThrownBy(locks::check).hasMessageContaining("closed");
    assertThat(path).doesNotExist();
  }
}
