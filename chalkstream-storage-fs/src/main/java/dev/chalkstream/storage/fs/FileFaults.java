package dev.chalkstream.storage.fs;

import dev.chalkstream.storage.StoreFullException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what is wrong with a file system, and what a person can do about it. */
final class FileFaults {

  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

  private static final Map<String, String> BY_REASON = new LinkedHashMap<>();

  static {
    BY_REASON.put(
        "Too many open files",
        "there are too many open files; raise the limit of the process (LimitNOFILE, ulimit -n)");
    BY_REASON.put(
        "File name too long",
        "the file system does not take names of that length; put the store nearer to the root, or"
            + " on another file system");
    BY_REASON.put("Is a directory", "a directory is in the place of the blob's file; move it away");
    BY_REASON.put(
        "Not a directory", "a file is in the place of a directory of the blob's; move it away");
    BY_REASON.put(
        "symbolic link", "a symbolic link is in the place of the blob's file; move it away");
    BY_REASON.put(
        "Read-only file system",
        "the file system is mounted for reading only; see the system's log, and mount it anew");
    BY_REASON.put(
        "Input/output error", "the disk fails; see the system's log, and replace the disk");
    BY_REASON.put("Stale file handle", "the network file system was exported anew; mount it anew");
  }

  private FileFaults() {}

  /**
   * Makes the exception for callers; what explains itself stays as it is.
   *
   * @param what what could not be done
   * @param e why, from the file system
   */
  static IOException explain(String what, IOException e) {
    if (isFull(e)) {
      return new StoreFullException("cannot " + what + ": the disk is full", e);
    }
    String why = why(e);
    return why == null ? e : new IOException("cannot " + what + ": " + why + " (" + e + ")", e);
  }

  /** Whether the file system says that it has no room. It may say it in the system's language. */
  static boolean isFull(IOException e) {
    String reason = reason(e);
    return FULL.stream().anyMatch(reason::contains);
  }

  /** Whether it is this process that cannot open any file, and not one file that is damaged. */
  static boolean isOutOfFiles(IOException e) {
    return reason(e).contains("Too many open files");
  }

  private static @Nullable String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission is denied; the process must own the store's directory and all that is in"
          + " it";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return BY_REASON.get("Is a directory");
    }
    String reason = reason(e);
    return BY_REASON.entrySet().stream()
        .filter(known -> reason.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? "" : reason;
  }
}
