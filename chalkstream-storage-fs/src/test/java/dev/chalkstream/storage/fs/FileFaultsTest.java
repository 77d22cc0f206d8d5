package dev.chalkstream.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.storage.DamagedBlobException;
import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sentences for faults that a test cannot bring about everywhere. */
class FileFaultsTest {

  private static final String WHAT = "read a/b in the store /c";

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
  void aFullDiskIsAFaultOfItsOwn(String reason) {
    for (IOException e :
        new IOException[] {
          new IOException(reason), new FileSystemException("/c/a/b", null, reason)
        }) {
      assertThat(FileFaults.explain(WHAT, e))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("cannot read a/b in the store /c: the disk is full")
          .hasCause(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Too many open files, raise the limit",
    "Too many open files in system, raise the limit",
    "File name too long, does not take names of that length",
    "Read-only file system, mounted for reading only",
    "Input/output error, the disk fails",
    "Stale file handle, mount it anew"
  })
  void aFaultSaysWhatToDo(String reason, String advice) {
    FileSystemException e = new FileSystemException("/c/a/b", null, reason);
    assertThat(FileFaults.explain(WHAT, e))
        .hasMessageStartingWith("cannot read a/b in the store /c: ")
        .hasMessageContaining(advice)
        .hasMessageContaining("/c/a/b")
        .hasCause(e);
  }

  @Test
  void aFileThatMayNotBeReadIsAFaultThatSaysWhatToDo() {
    assertThat(FileFaults.explain(WHAT, new AccessDeniedException("/c/a/b")))
        .hasMessageContaining("permission is denied")
        .hasMessageContaining("must own");
  }

  @Test
  void whatExplainsItselfStaysAsItIs() {
    for (IOException e :
        new IOException[] {
          new DamagedBlobException("damaged"),
          new StoreFullException("full"),
          new IOException("another"),
          new IOException()
        }) {
      assertThat(FileFaults.explain(WHAT, e)).isSameAs(e);
    }
  }
}
