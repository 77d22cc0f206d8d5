package dev.chalkstream.media.mp4.cmaf;

import java.lang.reflect.Method;

/**
 * How much memory this thread has taken. The module does not read that of the bean which knows it,
 * hence the reflection.
 */
public final class Allocation {

  private static final Object BEAN = bean();
  private static final Method METHOD = method();

  private Allocation() {}

  private static Class<?> type(String module, String name) {
    Module found = ModuleLayer.boot().findModule(module).orElseThrow();
    return Class.forName(found, name);
  }

  private static Object bean() {
    try {
      return type("java.management", "java.lang.management.ManagementFactory")
          .getMethod("getThreadMXBean")
          .invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Method method() {
    try {
      return type("jdk.management", "com.sun.management.ThreadMXBean")
          .getMethod("getThreadAllocatedBytes", long.class);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** In bytes, since this thread began. */
  public static long bytes() {
    try {
      return (long) METHOD.invoke(BEAN, Thread.currentThread().getId());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
