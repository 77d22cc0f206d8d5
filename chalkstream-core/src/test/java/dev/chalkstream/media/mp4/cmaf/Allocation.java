package dev.chalkstream.media.mp4.cmaf;

import java.lang.reflect.Method;

/**
 * How much memory and how much time of the processor this thread has taken. The module does not
 * read that of the bean which knows it, hence the reflection.
 */
public final class Allocation {

  private static final Object BEAN = bean();
  private static final Method BYTES = method("getThreadAllocatedBytes");
  private static final Method NANOS = method("getThreadCpuTime");

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

  private static Method method(String name) {
    try {
      return type("jdk.management", "com.sun.management.ThreadMXBean").getMethod(name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** In bytes, since this thread began. */
  public static long bytes() {
    return ask(BYTES);
  }

  /** In nanoseconds of the processor, since this thread began; pauses do not count. */
  public static long nanos() {
    return ask(NANOS);
  }

  private static long ask(Method method) {
    try {
      return (long) method.invoke(BEAN, Thread.currentThread().getId());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
