package dev.chalkstream.servlet;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What all threads but the one that asks have taken so far. Immutable. */
final class ServerCost {

  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private final Map<Long, Long> bytes;
  private final Map<Long, Long> nanos;

  private ServerCost(long[] threads) throws JMException {
    this.bytes = ask("getThreadAllocatedBytes", threads);
    this.nanos = ask("getThreadCpuTime", threads);
  }

  static ServerCost now() throws JMException {
    long here = Thread.currentThread().getId();
    return new ServerCost(
        Arrays.stream(ManagementFactory.getThreadMXBean().getAllThreadIds())
            .filter(thread -> thread != here)
            .toArray());
  }

  private static Map<Long, Long> ask(String operation, long[] threads) throws JMException {
    Object answer =
        BEANS.invoke(
            new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
            operation,
            new Object[] {threads},
            new String[] {long[].class.getName()});
    Map<Long, Long> values = new HashMap<>();
    for (int i = 0; i < threads.length; i++) {
      values.put(threads[i], ((long[]) answer)[i]);
    }
    return values;
  }

  /** How many bytes of the heap they have taken since; threads that have ended do not count. */
  long bytesSince(ServerCost earlier) {
    return since(bytes, earlier.bytes);
  }

  /** How many nanoseconds of the processor. */
  long nanosSince(ServerCost earlier) {
    return since(nanos, earlier.nanos);
  }

  private static long since(Map<Long, Long> now, Map<Long, Long> earlier) {
    return now.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - earlier.getOrDefault(thread.getKey(), 0L))
        .filter(taken -> taken > 0)
        .sum();
  }
}
