package io.fedics.shared.codec;

import static io.fedics.shared.codec.PlainJson.bytes;

import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code flow/1} as we write it, and read again: nine records in ten are flows. What others write, in another order or with
 * other fields, {@link FlowJson} reads.
 */
public final class FlowBytes {
  static final byte[] SCHEMA = bytes("{\"schema\":\"flow/1\"");

  private static final byte[] SENSOR = bytes(",\"sensor\":");
  private static final byte[] STARTED_AT = bytes(",\"started_at\":");
  private static final byte[] SRC_IP = bytes(",\"src_ip\":");
  private static final byte[] SRC_PORT = bytes(",\"src_port\":");
  private static final byte[] DST_IP = bytes(",\"dst_ip\":");
  private static final byte[] DST_PORT = bytes(",\"dst_port\":");
  private static final byte[] PROTOCOL = bytes(",\"protocol\":");
  private static final byte[] SERVICE = bytes(",\"service\":");
  private static final byte[] STATE = bytes(",\"state\":");
  private static final byte[] DURATION_MS = bytes(",\"duration_ms\":");
  private static final byte[] BYTES_OUT = bytes(",\"bytes_out\":");
  private static final byte[] BYTES_IN = bytes(",\"bytes_in\":");
  private static final byte[] PACKETS_OUT = bytes(",\"packets_out\":");
  private static final byte[] PACKETS_IN = bytes(",\"packets_in\":");
  private static final byte[] TCP_FLAGS = bytes(",\"tcp_flags\":");
  private static final byte[] COMMUNITY_ID = bytes(",\"community_id\":");
  private static final byte[] ACCOUNT = bytes(",\"account\":");
  private static final byte[] ASSET = bytes(",\"asset\":");
  private static final byte[] ICS = bytes(",\"ics\":");
  private static final byte[] ICS_PROTOCOL = bytes("{\"protocol\":");
  private static final byte[] UNIT = bytes(",\"unit\":");
  private static final byte[] FUNCTION = bytes(",\"function\":");
  private static final byte[] WRITE = bytes(",\"write\":");
  private static final byte[] ADDRESS = bytes(",\"address\":");
  private static final byte[] QUANTITY = bytes(",\"quantity\":");
  private static final byte[] VALUE = bytes(",\"value\":");
  private static final byte[] FEATURES = bytes(",\"features\":");
  private static final byte[] FEATURES_SCHEMA = bytes("{\"schema\":");
  private static final byte[] VALUES = bytes(",\"values\":");
  private static final byte[] SENSOR_ALERTS = bytes(",\"sensor_alerts\":");
  private static final byte[] END = bytes("}");

  private static final FlowState[] STATES = FlowState.values();

  private FlowBytes() {}

  static byte[] write(FlowObserved flow) {
    return written(flow).toByteArray();
  }

  /** The same as text. */
  static String text(FlowObserved flow) {
    return written(flow).toString();
  }

  private static JsonBytes written(FlowObserved flow) {
    JsonBytes out = EventHead.write(SCHEMA, flow);
    out.raw(SENSOR).text(flow.sensor());
    Instant startedAt = flow.startedAt();
    if (startedAt != null) {
      out.raw(STARTED_AT).time(startedAt);
    }
    out.text(SRC_IP, flow.srcIp());
    out.number(SRC_PORT, flow.srcPort());
    out.text(DST_IP, flow.dstIp());
    out.number(DST_PORT, flow.dstPort());
    out.text(PROTOCOL, flow.protocol());
    out.text(SERVICE, flow.service());
    FlowState state = flow.state();
    out.text(STATE, state == null ? null : nameOf(state));
    Long duration = flow.durationMicros();
    if (duration != null) {
      out.raw(DURATION_MS).thousandths(duration);
    }
    out.number(BYTES_OUT, flow.bytesOut());
    out.number(BYTES_IN, flow.bytesIn());
    out.number(PACKETS_OUT, flow.packetsOut());
    out.number(PACKETS_IN, flow.packetsIn());
    out.number(TCP_FLAGS, flow.tcpFlags());
    out.text(COMMUNITY_ID, flow.communityId());
    out.text(ACCOUNT, flow.account());
    out.text(ASSET, flow.asset());
    IcsMessage ics = flow.ics();
    if (ics != null) {
      write(ics, out.raw(ICS));
    }
    Features features = flow.features();
    if (features != null) {
      write(features, out.raw(FEATURES));
    }
    if (!flow.sensorAlerts().isEmpty()) {
      out.raw(SENSOR_ALERTS).texts(flow.sensorAlerts());
    }
    return out.raw(END);
  }

  /** The object {@code ics} of a flow as text. */
  public static String text(IcsMessage ics) {
    return write(ics, new JsonBytes()).toString();
  }

  /** The object {@code features} of a flow as text. */
  public static String text(Features features) {
    return write(features, new JsonBytes()).toString();
  }

  private static JsonBytes write(IcsMessage ics, JsonBytes out) {
    out.raw(ICS_PROTOCOL).text(ics.protocol());
    out.number(UNIT, ics.unit());
    out.number(FUNCTION, ics.function());
    out.raw(WRITE).flag(ics.write());
    out.number(ADDRESS, ics.address());
    out.number(QUANTITY, ics.quantity());
    Double value = ics.value();
    if (value != null) {
      out.raw(VALUE).number(value);
    }
    return out.raw(END);
  }

  private static JsonBytes write(Features features, JsonBytes out) {
    out.raw(FEATURES_SCHEMA).text(features.schema());
    return out.raw(VALUES).texts(features.values()).raw(END);
  }

  /**
   * Null for a flow, or what else it may be, that is not in the form of {@link #write}.
   *
   * @throws IllegalArgumentException naming field, value and range, when a value is out of range
   */
  static @Nullable FlowObserved read(RecordBytes record) {
    var in = new PlainJson(record);
    EventHead head = EventHead.read(SCHEMA, in);
    in.pass(SENSOR);
    FlowBuilder flow = FlowObserved.builder(in.text(), head.observedAt())
        .startedAt(in.passes(STARTED_AT) ? in.time() : null)
        .srcIp(in.text(SRC_IP))
        .srcPort(in.small(SRC_PORT))
        .dstIp(in.text(DST_IP))
        .dstPort(in.small(DST_PORT))
        .protocol(in.text(PROTOCOL))
        .service(in.text(SERVICE));
    if (in.passes(STATE)) {
      FlowState state = stateOf(in.text());
      if (state == null) {
        return null;
      }
      flow.state(state);
    }
    if (in.passes(DURATION_MS)) {
      flow.durationMicros(in.thousandths());
    }
    flow.bytesOut(in.whole(BYTES_OUT))
        .bytesIn(in.whole(BYTES_IN))
        .packetsOut(in.whole(PACKETS_OUT))
        .packetsIn(in.whole(PACKETS_IN))
        .tcpFlags(in.small(TCP_FLAGS))
        .communityId(in.passes(COMMUNITY_ID) ? in.once() : null)
        .account(in.text(ACCOUNT))
        .asset(in.text(ASSET))
        .ics(in.passes(ICS) ? ics(in) : null)
        .features(in.passes(FEATURES) ? features(in) : null)
        .sensorAlerts(in.passes(SENSOR_ALERTS) ? in.texts() : List.of());
    in.pass(END);
    return in.ended() ? flow.build(head.eventId(), head.site(), head.source(), head.seq()) : null;
  }

  private static String nameOf(FlowState state) {
    return switch (state) {
      case ATTEMPTED -> "attempted";
      case REJECTED -> "rejected";
      case ESTABLISHED -> "established";
      case RESET -> "reset";
      case PARTIAL -> "partial";
    };
  }

  static @Nullable FlowState stateOf(String name) {
    for (FlowState state : STATES) {
      if (nameOf(state).equals(name)) {
        return state;
      }
    }
    return null;
  }

  private static IcsMessage ics(PlainJson in) {
    in.pass(ICS_PROTOCOL);
    String protocol = in.text();
    Integer unit = in.small(UNIT);
    Integer function = in.small(FUNCTION);
    in.pass(WRITE);
    boolean write = in.flag();
    Long address = in.whole(ADDRESS);
    Long quantity = in.whole(QUANTITY);
    Double value = in.passes(VALUE) ? in.number() : null;
    in.pass(END);
    return new IcsMessage(protocol, unit, function, write, address, quantity, value);
  }

  private static Features features(PlainJson in) {
    in.pass(FEATURES_SCHEMA);
    String schema = in.text();
    in.pass(VALUES);
    List<String> values = in.texts();
    in.pass(END);
    return new Features(schema, values);
  }
}
