package io.fedics.detect.domain.learned;

import io.fedics.detect.domain.SourceFlow;
import io.fedics.shared.address.Prefixes;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import java.util.List;
import java.util.Optional;

/**
 * The numbers by which an isolation forest knows a flow: schema {@value #SCHEMA}. No address is among them, so a model
 * means the same at every site.
 *
 * <table>
 *   <caption>In this order</caption>
 *   <tr><td>log-duration-ms</td><td>ln(1 + milliseconds)</td></tr>
 *   <tr><td>log-bytes-out, log-bytes-in</td><td>ln(1 + bytes)</td></tr>
 *   <tr><td>log-packets-out, log-packets-in</td><td>ln(1 + packets)</td></tr>
 *   <tr><td>bytes-balance</td><td>(out − in) / (out + in), in [−1, 1]; 0 without bytes</td></tr>
 *   <tr><td>log-bytes-per-packet</td><td>ln(1 + bytes out / packets out); 0 without packets</td></tr>
 *   <tr><td>failed</td><td>1 when the asking side got nothing, else 0</td></tr>
 *   <tr><td>direction</td><td>0 own to own, 1 own to others, 2 others to own, 3 others to others</td></tr>
 *   <tr><td>port-class</td><td>0 no port, 1 below 1,024, 2 below 32,768, 3 above</td></tr>
 *   <tr><td>service-hash</td><td>hash of protocol and service (its name, else its port, else none), in [0, 1)</td></tr>
 *   <tr><td>control</td><td>0 no message to a controller, 1 one that reads, 2 one that changes something</td></tr>
 * </table>
 *
 * What a sensor did not say is −1 in the first five, which no flow that was measured has.
 */
public final class FlowFeatures {
  public static final String SCHEMA = "flow/1";

  /** Names in the order of the numbers. */
  public static final List<String> NAMES = List.of(
      "log-duration-ms",
      "log-bytes-out",
      "log-bytes-in",
      "log-packets-out",
      "log-packets-in",
      "bytes-balance",
      "log-bytes-per-packet",
      "failed",
      "direction",
      "port-class",
      "service-hash",
      "control");

  static final int COUNT = NAMES.size();
  private static final int RESERVED = 1_024;
  private static final double MICROS_PER_MILLI = 1_000;

  private FlowFeatures() {}

  /**
   * The numbers of one flow.
   *
   * @param own the site's own ranges
   * @return empty when an end is unknown
   */
  public static Optional<double[]> of(FlowObserved flow, Prefixes own) {
    String source = flow.srcIp();
    String peer = flow.dstIp();
    if (source == null || peer == null) {
      return Optional.empty();
    }
    double[] row = new double[COUNT];
    write(SourceFlow.of(flow, peer), own.contains(source), own.contains(peer), row, 0);
    return Optional.of(row);
  }

  static void write(
      SourceFlow flow, boolean ownSource, boolean ownPeer, double[] rows, int offset) {
    rows[offset] =
        flow.durationMicros() < 0 ? -1 : StrictMath.log1p(flow.durationMicros() / MICROS_PER_MILLI);
    rows[offset + 1] = log(flow.bytesOut());
    rows[offset + 2] = log(flow.bytesIn());
    rows[offset + 3] = log(flow.packetsOut());
    rows[offset + 4] = log(flow.packetsIn());
    rows[offset + 5] = balance(Math.max(0, flow.bytesOut()), Math.max(0, flow.bytesIn()));
    rows[offset + 6] = flow.packetsOut() <= 0
        ? 0
        : StrictMath.log1p((double) Math.max(0, flow.bytesOut()) / flow.packetsOut());
    FlowState state = flow.state();
    rows[offset + 7] = flow.silent() || (state != null && state.failed()) ? 1 : 0;
    rows[offset + 8] = (ownPeer ? 0 : 1) + (ownSource ? 0 : 2);
    rows[offset + 9] = portClass(flow.dstPort());
    rows[offset + 10] = serviceHash(flow);
    rows[offset + 11] = flow.write() ? 2 : flow.ics() ? 1 : 0;
  }

  private static double log(long count) {
    return count < 0 ? -1 : StrictMath.log1p((double) count);
  }

  private static double balance(long out, long in) {
    return out + in == 0 ? 0 : (double) (out - in) / (out + in);
  }

  private static int portClass(int port) {
    if (port < 0) {
      return 0;
    }
    if (port < RESERVED) {
      return 1;
    }
    return port < SourceFlow.EPHEMERAL ? 2 : 3;
  }

  /** Ports that clients are given say nothing of a service. */
  private static double serviceHash(SourceFlow flow) {
    String service = flow.service();
    if (service.isEmpty() && flow.dstPort() >= 0 && flow.dstPort() < SourceFlow.EPHEMERAL) {
      service = Integer.toString(flow.dstPort());
    }
    int hash = (flow.protocol() + '/' + service).hashCode() * 0x9E3779B9;
    return (hash >>> 8) / (double) (1 << 24);
  }
}
