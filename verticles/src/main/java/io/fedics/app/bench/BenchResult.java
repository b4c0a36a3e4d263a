package io.fedics.app.bench;

import java.util.List;
import java.util.Optional;

/**
 * What one run of the pipeline showed; NaN where nothing was measured.
 *
 * @param attackFlows of the simulator's ground truth
 * @param seconds from the first flow to the last row
 * @param drainedSeconds from the last acknowledgement to the last row
 * @param tenths flows stored per second, in each tenth of the flows
 * @param finding from a flow's acknowledgement to a finding about it that could be read
 * @param browser the same to a row at a browser
 * @param browserRows rows of all kinds that came
 * @param jvmCpuSeconds broker, stages and generator
 * @param peakMegabytes of this process
 * @param profile when one was wanted
 */
record BenchResult(
    BenchPlan plan,
    Delivery delivery,
    long attackFlows,
    double seconds,
    double drainedSeconds,
    List<Double> tenths,
    Latencies finding,
    Latencies browser,
    long browserRows,
    double jvmCpuSeconds,
    double postgresCpuSeconds,
    double peakMegabytes,
    double postgresMegabytes,
    Optional<BenchProfile.Seen> profile) {
  BenchResult {
    tenths = List.copyOf(tenths);
  }

  double flowsPerSecond() {
    return delivery.sent() / seconds;
  }

  double cpuSecondsPerMillion() {
    return (jvmCpuSeconds + postgresCpuSeconds) / delivery.sent() * 1e6;
  }

  boolean isExact() {
    return delivery.lost() == 0 && delivery.duplicated() == 0 && delivery.unknown() == 0;
  }
}
