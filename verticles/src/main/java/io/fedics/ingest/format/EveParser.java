package io.fedics.ingest.format;

import io.fedics.shared.event.FlowBuilder;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Suricata's EVE: an object a line. An event of type {@code flow} is a flow, from {@code flow.start} to {@code flow.end}
 * ({@code timestamp} is when it was written); {@code *_toserver} is the source's. An {@code alert} is kept as context of
 * the flow of the same {@code flow_id}, which Suricata writes later. Everything else is skipped.
 *
 * <p>Source: <a href="https://docs.suricata.io/en/latest/output/eve/eve-json-format.html">docs.suricata.io, EVE JSON</a>.
 */
final class EveParser implements LineParser {
  private static final Map<String, Field> TOP = Map.ofEntries(
      Map.entry("event_type", Field.KIND),
      Map.entry("timestamp", Field.LOGGED_AT),
      Map.entry("flow_id", Field.FLOW_ID),
      Map.entry("src_ip", Field.SRC_IP),
      Map.entry("src_port", Field.SRC_PORT),
      Map.entry("dest_ip", Field.DST_IP),
      Map.entry("dest_port", Field.DST_PORT),
      Map.entry("proto", Field.PROTOCOL),
      Map.entry("app_proto", Field.SERVICE),
      Map.entry("community_id", Field.COMMUNITY_ID));

  private static final Map<String, Map<String, Field>> INNER = Map.of(
      "flow",
      Map.of(
          "start", Field.START,
          "end", Field.END,
          "state", Field.STATE,
          "bytes_toserver", Field.BYTES_OUT,
          "bytes_toclient", Field.BYTES_IN,
          "pkts_toserver", Field.PACKETS_OUT,
          "pkts_toclient", Field.PACKETS_IN),
      "tcp",
      Map.of("tcp_flags_ts", Field.TCP_FLAGS, "tcp_flags_tc", Field.TCP_FLAGS_IN),
      "alert",
      Map.of(
          "signature", Field.ALERT_TEXT,
          "signature_id", Field.ALERT_ID,
          "severity", Field.ALERT_SEVERITY));

  private final JsonRows json = new JsonRows(TOP, INNER);
  private final SensorAlerts alerts = new SensorAlerts();
  private final Row row = new Row();

  EveParser() {
    TOP.forEach((name, field) -> row.name(field, name));
    INNER.forEach(
        (outer, fields) -> fields.forEach((name, field) -> row.name(field, outer + "." + name)));
  }

  @Override
  public void line(LineReader line, RowSink sink) throws RowRejected {
    if (line.isBlank()) {
      return;
    }
    json.read(line, row);
    String kind = row.text(Field.KIND);
    if (kind == null) {
      throw row.rejected(Field.KIND, "the kind of event, as \"flow\"");
    }
    switch (kind) {
      case "flow" -> sink.flow(line.number(), flow());
      case "alert" -> {
        remember();
        sink.skipped(kind);
      }
      default -> sink.skipped(kind);
    }
  }

  private FlowBuilder flow() throws RowRejected {
    row.require(Field.SRC_IP, "an IPv4 or IPv6 address");
    row.require(Field.DST_IP, "an IPv4 or IPv6 address");
    if (!row.has(Field.END) && row.has(Field.LOGGED_AT)) {
      row.set(Field.END, row.from(Field.LOGGED_AT), row.to(Field.LOGGED_AT));
    }
    FlowBuilder flow = FlowMapping.flow("suricata", row).service(service());
    Integer out = flags(Field.TCP_FLAGS);
    Integer in = flags(Field.TCP_FLAGS_IN);
    String state = row.lower(Field.STATE);
    if (state != null) {
      Long answers = row.count(Field.PACKETS_IN);
      boolean answered = answers != null && answers > 0;
      flow.state(FlowMapping.orNull(FlowStates.ofSuricata(state, out, in, answered)));
    }
    String id = row.text(Field.FLOW_ID);
    if (id != null) {
      flow.sensorAlerts(alerts.take(id));
    }
    return flow.tcpFlags(out);
  }

  /** {@code failed} and {@code unknown} say that Suricata did not recognise it. */
  private @Nullable String service() throws RowRejected {
    String service = row.lower(Field.SERVICE);
    return "failed".equals(service) || "unknown".equals(service) ? null : service;
  }

  /** Two hexadecimal digits, without {@code 0x}. */
  private @Nullable Integer flags(Field field) throws RowRejected {
    String text = row.lower(field);
    if (text == null) {
      return null;
    }
    try {
      int flags = Integer.parseUnsignedInt(text.toLowerCase(Locale.ROOT), 16);
      if (flags >= 0 && flags <= 0xff) {
        return flags;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw row.rejected(field, "TCP flags as two hexadecimal digits");
  }

  private void remember() throws RowRejected {
    String id = row.text(Field.FLOW_ID);
    String signature = row.text(Field.ALERT_TEXT);
    if (id == null || signature == null) {
      return;
    }
    String number = row.text(Field.ALERT_ID);
    String severity = row.text(Field.ALERT_SEVERITY);
    var text = new StringBuilder(signature);
    if (number != null) {
      text.append(" [").append(number).append(']');
    }
    if (severity != null) {
      text.append(" severity ").append(severity);
    }
    alerts.add(id, text.toString());
  }
}
