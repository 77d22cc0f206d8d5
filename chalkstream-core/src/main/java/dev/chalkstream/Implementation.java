package dev.chalkstream;

import java.util.ServiceLoader;

/**
 * Finds the classes of this module that implement the interfaces of this package, so that the
 * package need not know them.
 */
final class Implementation {

  private Implementation() {}

  /** A new object of that type. */
  static <T> T of(Class<T> type) {
    return ServiceLoader.load(type, type.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there is no META-INF/services/"
                        + type.getName()
                        + ": when jars are merged, their service files must be merged too"));
  }
}
