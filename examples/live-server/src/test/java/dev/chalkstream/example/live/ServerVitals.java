package dev.chalkstream.example.live;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into a server's virtual machine from outside. */
final class ServerVitals implements AutoCloseable {

  private final JMXConnector connector;
  private final MBeanServerConnection server;
  private final Set<String> heap;

  private ServerVitals(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
    this.heap =
        ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
  }

  static ServerVitals of(ServerProcess process) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(process.command().pid()));
    try {
      String address = machine.startLocalManagementAgent();
      return new ServerVitals(JMXConnectorFactory.connect(new JMXServiceURL(address)));
    } finally {
      machine.detach();
    }
  }

  /** How many bytes of the heap are left in use by a full collection. */
  long liveHeap() throws IOException {
    ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class).gc();
    return ManagementFactory.getPlatformMXBeans(server, GarbageCollectorMXBean.class).stream()
        .map(GarbageCollectorMXBean::getLastGcInfo)
        .filter(Objects::nonNull)
        .max(Comparator.comparing(collection -> collection.getEndTime()))
        .orElseThrow()
        .getMemoryUsageAfterGc()
        .entrySet()
        .stream()
        .filter(pool -> heap.contains(pool.getKey()))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }

  /** For how many nanoseconds the server has used a processor. */
  long cpuNanos() throws IOException {
    return ManagementFactory.getPlatformMXBean(server, OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  /** The most threads that the server has had at a time. */
  int peakThreads() throws IOException {
    return ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class).getPeakThreadCount();
  }

  /** How many files and connections the server has open, 0 where the system does not tell. */
  long descriptors() throws IOException {
    return ManagementFactory.getPlatformMXBeans(server, UnixOperatingSystemMXBean.class).stream()
        .mapToLong(UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
        .sum();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
