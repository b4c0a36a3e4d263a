package io.fedics.ingest.format;

import io.fedics.shared.event.FlowBuilder;
import java.util.Map;

/**
 * Zeek's {@code conn.log}, as TSV and as JSON.
 *
 * <p>{@code ts} is the first packet, {@code ts + duration} the flow's end; no duration (one packet) is the same moment.
 * {@code orig_*} is the source, {@code resp_*} the destination; bytes are payload, {@code orig_bytes}. TCP flags are what
 * {@code history} tells of the source. Ports of ICMP are its type and code, and left out.
 *
 * <p>Source: <a href="https://docs.zeek.org/en/master/logs/conn.html">docs.zeek.org, conn.log</a>.
 */
final class ZeekFlows {
  static final Map<String, Field> COLUMNS = Map.ofEntries(
      Map.entry("ts", Field.START),
      Map.entry("duration", Field.DURATION_SECONDS),
      Map.entry("id.orig_h", Field.SRC_IP),
      Map.entry("id.orig_p", Field.SRC_PORT),
      Map.entry("id.resp_h", Field.DST_IP),
      Map.entry("id.resp_p", Field.DST_PORT),
      Map.entry("proto", Field.PROTOCOL),
      Map.entry("service", Field.SERVICE),
      Map.entry("conn_state", Field.STATE),
      Map.entry("history", Field.HISTORY),
      Map.entry("orig_bytes", Field.BYTES_OUT),
      Map.entry("resp_bytes", Field.BYTES_IN),
      Map.entry("orig_pkts", Field.PACKETS_OUT),
      Map.entry("resp_pkts", Field.PACKETS_IN),
      Map.entry("community_id", Field.COMMUNITY_ID),
      Map.entry("_path", Field.KIND));

  private ZeekFlows() {}

  /** Names the cells for rejections. */
  static Row row() {
    var row = new Row();
    COLUMNS.forEach((name, field) -> row.name(field, name));
    return row;
  }

  static FlowBuilder flow(Row row) throws RowRejected {
    row.require(Field.START, TimeText.EXPECTED);
    row.require(Field.SRC_IP, "an IPv4 or IPv6 address");
    row.require(Field.DST_IP, "an IPv4 or IPv6 address");
    if (!row.has(Field.STATE) && !row.has(Field.PACKETS_OUT) && !row.has(Field.HISTORY)) {
      throw row.rejected(Field.STATE, "a row of conn.log, with conn_state, orig_pkts or history");
    }
    FlowBuilder flow = FlowMapping.flow("zeek", row);
    String state = row.text(Field.STATE);
    if (state != null) {
      flow.state(FlowMapping.orNull(FlowStates.ofZeek(state)));
    }
    if (row.has(Field.HISTORY) && "tcp".equals(row.lower(Field.PROTOCOL))) {
      flow.tcpFlags(
          TcpFlags.ofHistory(row.bytes(), row.from(Field.HISTORY), row.to(Field.HISTORY)));
    }
    return flow;
  }
}
