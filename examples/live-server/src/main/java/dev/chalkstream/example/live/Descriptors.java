package dev.chalkstream.example.live;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files and connections this process may have open. */
final class Descriptors {

  /** As many as are known to work where the operating system does not say. */
  private static final long USUAL = 1_024;

  private Descriptors() {}

  /**
   * How many connections there may be, such that each can have a file of the store open beside
   * itself.
   */
  static int forConnections() {
    long most =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : USUAL;
    return (int) Math.min(Math.max(1, most / 2), Integer.MAX_VALUE);
  }
}
