package dev.chalkstream.example.live;

import dev.chalkstream.example.testing.Tools;
import java.io.IOException;
import java.nio.file.Path;

/** Small disks in memory, which root may mount. */
final class Tmpfs {

  private Tmpfs() {}

  /** Mounts one; returns whether that was allowed. */
  static boolean mount(Path place, int mebibytes) throws IOException, InterruptedException {
    String options = "-t tmpfs -o size=" + mebibytes + "m tmpfs";
    try (Command mount = Command.start(Tools.need("mount"), options, place)) {
      return mount.exitStatus() == 0;
    }
  }

  static void unmount(Path place) throws IOException, InterruptedException {
    Command.quietly(Tools.need("umount"), "-l", place);
  }
}
