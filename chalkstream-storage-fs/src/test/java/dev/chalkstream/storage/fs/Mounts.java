package dev.chalkstream.storage.fs;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** File systems that a test mounts for itself, where it may. */
final class Mounts {

  private Mounts() {}

  /**
   * Mounts a file system of a size in memory. Skips the test, and says so, where that is not
   * allowed; fails if it must be.
   */
  static void small(Path folder, String size) throws Exception {
    mount(folder, "-t", "tmpfs", "-o", "size=" + size, "chalkstream-test");
  }

  /** Shows one folder in the place of another. */
  static void bind(Path shown, Path folder) throws Exception {
    mount(folder, "--bind", shown.toString());
  }

  private static void mount(Path folder, String... options) throws Exception {
    String[] command = new String[options.length + 2];
    command[0] = "mount";
    System.arraycopy(options, 0, command, 1, options.length);
    command[command.length - 1] = folder.toString();
    if (run(command)) {
      return;
    }
    String message =
        "this process may not mount file systems: tests of full and lost ones do not" + " run";
    if (Boolean.parseBoolean(System.getenv("CHALKSTREAM_REQUIRE_TOOLS"))) {
      Assertions.fail(message);
    }
    System.err.println("SKIPPED: " + message);
    Assumptions.abort(message);
  }

  /** Unmounts, also what is in use. */
  static void unmount(Path folder) throws Exception {
    if (!run("umount", "-l", folder.toString())) {
      throw new IOException("cannot unmount " + folder);
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return false;
    }
  }
}
