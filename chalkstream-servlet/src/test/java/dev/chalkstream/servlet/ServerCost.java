package dev.chalkstream.servlet;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What all threads but the one that asks have taken since another such sum: in bytes of the heap,
 * and in nanoseconds of the processor. Threads that have ended count no more.
 */
record ServerCost(long bytes, long nanos) {

  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  /** What they have taken since they began. */
  static ServerCost now() throws JMException {
    long here = Thread.currentThread().getId();
    long[] threads =
        Arrays.stream(ManagementFactory.getThreadMXBean().getAllThreadIds())
            .filter(thread -> thread != here)
            .toArray();
    return new ServerCost(
        sum("getThreadAllocatedBytes", threads), sum("getThreadCpuTime", threads));
  }

  private static long sum(String operation, long[] threads) throws JMException {
    Object answer =
        BEANS.invoke(
            new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
            operation,
            new Object[] {threads},
            new String[] {long[].class.getName()});
    return Arrays.stream((long[]) answer).filter(each -> each > 0).sum();
  }

  ServerCost minus(ServerCost earlier) {
    return new ServerCost(bytes - earlier.bytes, nanos - earlier.nanos);
  }
}
