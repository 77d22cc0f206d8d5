package dev.chalkstream.servlet;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/** Counts what the garbage collector cannot collect. */
final class LiveObjects {

  private LiveObjects() {}

  /** How many instances of a class are reachable, after a full collection. */
  static long count(Class<?> type) throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(columns -> columns.length >= 4 && columns[3].equals(type.getName()))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }
}
