package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A finished flow: packets sharing a five-tuple within a timeout. What a sensor did not say is null, which is not 0.
 *
 * @param observedAt the flow's end
 * @param sensor what recorded it: {@code zeek}, {@code suricata}, {@code argus}, {@code csv}, {@code simulator} …
 * @param startedAt the flow's first packet
 * @param protocol lower-case name: {@code tcp}, {@code udp}, {@code icmp} …
 * @param service application protocol the sensor recognised, lower case
 * @param durationMicros microseconds; {@code duration_ms}, a decimal, on the wire
 * @param bytesOut sent by the source; never negative
 * @param bytesIn sent by the destination; never negative
 * @param tcpFlags of the source, the bits of RFC 9293
 * @param communityId <a href="https://github.com/corelight/community-id-spec">Community ID</a>
 * @param account who logged in, when the record tells of a login
 * @param asset a moving device's identity
 * @param features a data set's own columns
 * @param sensorAlerts what the sensor itself said of this flow; context, not a verdict
 */
public record FlowObserved(
    UUID eventId,
    String site,
    Instant observedAt,
    String source,
    long seq,
    String sensor,
    @Nullable Instant startedAt,
    @Nullable String srcIp,
    @Nullable Integer srcPort,
    @Nullable String dstIp,
    @Nullable Integer dstPort,
    @Nullable String protocol,
    @Nullable String service,
    @Nullable FlowState state,
    @Nullable Long durationMicros,
    @Nullable Long bytesOut,
    @Nullable Long bytesIn,
    @Nullable Long packetsOut,
    @Nullable Long packetsIn,
    @Nullable Integer tcpFlags,
    @Nullable String communityId,
    @Nullable String account,
    @Nullable String asset,
    @Nullable IcsMessage ics,
    @Nullable Features features,
    List<String> sensorAlerts)
    implements DataEvent {

  public FlowObserved {
    Objects.requireNonNull(eventId, "event_id");
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(observedAt, "observed_at");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(sensor, "sensor");
    requireCount("bytes_out", bytesOut);
    requireCount("bytes_in", bytesIn);
    requireCount("packets_out", packetsOut);
    requireCount("packets_in", packetsIn);
    requireCount("duration_ms", durationMicros);
    requirePort("src_port", srcPort);
    requirePort("dst_port", dstPort);
    sensorAlerts = List.copyOf(sensorAlerts);
  }

  private static void requireCount(String field, @Nullable Long value) {
    if (value != null && value < 0) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: 0 or more)");
    }
  }

  private static void requirePort(String field, @Nullable Integer value) {
    if (value != null && (value < 0 || value > 65_535)) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: 0 to 65535)");
    }
  }

  /** Epoch second of the flow's end: the window it belongs to. */
  public long second() {
    return observedAt.getEpochSecond();
  }

  /** Who the flow is keyed by: its source host, or its own id when it has no addresses. */
  public String keyHost() {
    return srcIp != null ? srcIp : eventId.toString();
  }

  /** True when both ends are known, so that the flow makes host activity. */
  public boolean hasAddresses() {
    return srcIp != null && dstIp != null;
  }

  /** Starts from what every flow must have. */
  public static FlowBuilder builder(String sensor, Instant observedAt) {
    return new FlowBuilder(sensor, observedAt);
  }
}
