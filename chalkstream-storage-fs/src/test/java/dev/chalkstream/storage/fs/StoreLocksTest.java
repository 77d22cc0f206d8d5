package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chalkstream.storage.BlobKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLocksTest {

  private static final BlobKey KEY = BlobKey.of("some/key");

  @TempDir Path folder;

  private Path path;

  @BeforeEach
  void nameTheLockFile() {
    path = folder.resolve("lock");
  }

  @Test
  void anActionRunsUnderTheLockAndItsOutcomeIsReturned() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path)) {
      assertThat(locks.locked(KEY, () -> "outcome")).isEqualTo("outcome");
    }
  }

  @Test
  void anActionThatFailsFreesItsLock() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path)) {
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
    try (StoreLocks locks = StoreLocks.open(path, Duration.ofMillis(5));
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
    StoreLocks.open(path).close();
    try (FileChannel stranger = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock held = stranger.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> StoreLocks.open(path, Duration.ofMillis(5)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("held a lock");
    }
  }

  @Test
  void anInterruptedThreadDoesNotWaitAndTheLocksStayUsable() throws IOException {
    try (StoreLocks locks = StoreLocks.open(path)) {
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
    StoreLocks locks = StoreLocks.open(path);
    locks.close();
    locks.close();
    assertThatThrownBy(() -> locks.locked(KEY, () -> 1)).isInstanceOf(IOException.class);
  }
}
