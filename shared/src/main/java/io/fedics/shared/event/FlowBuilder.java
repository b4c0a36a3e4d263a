package io.fedics.shared.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects what a reader knows of a flow; ingest adds who it is. Not thread-safe. */
public final class FlowBuilder {
  private final String sensor;
  private final Instant observedAt;
  private @Nullable Instant startedAt;
  private @Nullable String srcIp;
  private @Nullable Integer srcPort;
  private @Nullable String dstIp;
  private @Nullable Integer dstPort;
  private @Nullable String protocol;
  private @Nullable String service;
  private @Nullable FlowState state;
  private @Nullable Long durationMicros;
  private @Nullable Long bytesOut;
  private @Nullable Long bytesIn;
  private @Nullable Long packetsOut;
  private @Nullable Long packetsIn;
  private @Nullable Integer tcpFlags;
  private @Nullable String communityId;
  private @Nullable String account;
  private @Nullable String asset;
  private @Nullable IcsMessage ics;
  private @Nullable Features features;
  private List<String> sensorAlerts = List.of();

  FlowBuilder(String sensor, Instant observedAt) {
    this.sensor = sensor;
    this.observedAt = observedAt;
  }

  public Instant observedAt() {
    return observedAt;
  }

  public FlowBuilder startedAt(@Nullable Instant value) {
    startedAt = value;
    return this;
  }

  public FlowBuilder srcIp(@Nullable String value) {
    srcIp = value;
    return this;
  }

  public FlowBuilder srcPort(@Nullable Integer value) {
    srcPort = value;
    return this;
  }

  public FlowBuilder dstIp(@Nullable String value) {
    dstIp = value;
    return this;
  }

  public FlowBuilder dstPort(@Nullable Integer value) {
    dstPort = value;
    return this;
  }

  public FlowBuilder protocol(@Nullable String value) {
    protocol = value;
    return this;
  }

  public FlowBuilder service(@Nullable String value) {
    service = value;
    return this;
  }

  public FlowBuilder state(@Nullable FlowState value) {
    state = value;
    return this;
  }

  public FlowBuilder durationMicros(@Nullable Long value) {
    durationMicros = value;
    return this;
  }

  public FlowBuilder bytesOut(@Nullable Long value) {
    bytesOut = value;
    return this;
  }

  public FlowBuilder bytesIn(@Nullable Long value) {
    bytesIn = value;
    return this;
  }

  public FlowBuilder packetsOut(@Nullable Long value) {
    packetsOut = value;
    return this;
  }

  public FlowBuilder packetsIn(@Nullable Long value) {
    packetsIn = value;
    return this;
  }

  public FlowBuilder tcpFlags(@Nullable Integer value) {
    tcpFlags = value;
    return this;
  }

  public FlowBuilder communityId(@Nullable String value) {
    communityId = value;
    return this;
  }

  public FlowBuilder account(@Nullable String value) {
    account = value;
    return this;
  }

  public FlowBuilder asset(@Nullable String value) {
    asset = value;
    return this;
  }

  public FlowBuilder ics(@Nullable IcsMessage value) {
    ics = value;
    return this;
  }

  public FlowBuilder features(@Nullable Features value) {
    features = value;
    return this;
  }

  public FlowBuilder sensorAlerts(List<String> value) {
    sensorAlerts = value;
    return this;
  }

  /**
   * @throws IllegalArgumentException naming field, value and range, when a value is out of range
   */
  public FlowObserved build(UUID eventId, String site, String source, long seq) {
    return build(eventId, observedAt, site, source, seq, sensor);
  }

  /** For decoders, which learn who a flow is among its other fields. */
  public FlowObserved build(
      UUID eventId, Instant observedAt, String site, String source, long seq, String sensor) {
    return new FlowObserved(
        eventId,
        site,
        observedAt,
        source,
        seq,
        sensor,
        startedAt,
        srcIp,
        srcPort,
        dstIp,
        dstPort,
        protocol,
        service,
        state,
        durationMicros,
        bytesOut,
        bytesIn,
        packetsOut,
        packetsIn,
        tcpFlags,
        communityId,
        account,
        asset,
        ics,
        features,
        sensorAlerts);
  }
}
