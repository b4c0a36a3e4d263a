package io.fedics.shared.stage;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time of the thread that asks. */
final class ThreadCpu {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean KNOWN = THREADS.isCurrentThreadCpuTimeSupported();

  private ThreadCpu() {}

  /** Nanoseconds since the thread began; always 0 where the system does not tell. */
  static long nanos() {
    return KNOWN ? THREADS.getCurrentThreadCpuTime() : 0;
  }
}
