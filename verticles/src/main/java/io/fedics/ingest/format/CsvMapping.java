package io.fedics.ingest.format;

import io.fedics.shared.event.FlowBuilder;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Any separated file of flows, its columns known by their usual names, whatever the order, case, blanks and hyphens.
 * Where several names of one thing are present, the one named first here is taken.
 *
 * <p>A time column that says neither start nor end is the start. {@code flow_duration} is in microseconds, as CICFlowMeter
 * writes it, {@code duration} in seconds. Columns with other names (labels, attack categories, statistics) are not read.
 */
final class CsvMapping implements SeparatedParser.Mapping {
  private static final Columns COLUMNS = usualColumns();

  /** A new table of the usual names, to be added to. */
  static Columns usualColumns() {
    return new Columns()
        .with(
            Field.START,
            "started_at start_time starttime stime flow_start first_seen date_first_seen start ts timestamp time"
                + " datetime date_time date flow_start_milliseconds")
        .with(Field.END, "observed_at end_time endtime ltime flow_end last_seen date_last_seen end")
        .with(Field.DURATION_SECONDS, "duration_s duration_seconds duration dur td")
        .with(Field.DURATION_MILLIS, "duration_ms duration_millis flow_duration_milliseconds")
        .with(Field.DURATION_MICROS, "duration_us duration_micros flow_duration")
        .with(
            Field.SRC_IP,
            "src_ip source_ip srcip ip_src src_addr srcaddr source_address src_address saddr id_orig_h orig_h"
                + " ipv4_src_addr source src sa")
        .with(
            Field.SRC_PORT,
            "src_port source_port srcport sport src_pt id_orig_p orig_p l4_src_port sp")
        .with(
            Field.DST_IP,
            "dst_ip dest_ip destination_ip dstip ip_dst dst_addr dstaddr destination_address dst_address daddr"
                + " id_resp_h resp_h ipv4_dst_addr destination dest dst da")
        .with(
            Field.DST_PORT,
            "dst_port dest_port destination_port dstport dsport dport dst_pt id_resp_p resp_p l4_dst_port dp")
        .with(Field.PROTOCOL, "protocol proto ip_proto protocol_name transport pr")
        .with(
            Field.SERVICE,
            "service app_proto application_protocol l7_protocol l7_proto application app")
        .with(Field.STATE, "conn_state connection_state flow_state state")
        .with(
            Field.BYTES_OUT,
            "bytes_out bytes_sent sent_bytes src_bytes srcbytes sbytes source_bytes orig_bytes bytes_toserver"
                + " fwd_bytes total_length_of_fwd_packets total_length_of_fwd_packet totlen_fwd_pkts bytes octets"
                + " ibyt")
        .with(
            Field.BYTES_IN,
            "bytes_in bytes_received received_bytes bytes_recv dst_bytes dstbytes dbytes destination_bytes"
                + " resp_bytes bytes_toclient bwd_bytes total_length_of_bwd_packets total_length_of_bwd_packet"
                + " totlen_bwd_pkts obyt")
        .with(Field.BYTES_TOTAL, "bytes_total total_bytes totbytes")
        .with(
            Field.PACKETS_OUT,
            "packets_out packets_sent sent_packets src_packets src_pkts srcpkts spkts source_packets orig_pkts"
                + " pkts_toserver fwd_packets total_fwd_packets total_fwd_packet tot_fwd_pkts packets pkts ipkt")
        .with(
            Field.PACKETS_IN,
            "packets_in packets_received received_packets dst_packets dst_pkts dstpkts dpkts destination_packets"
                + " resp_pkts pkts_toclient bwd_packets total_backward_packets total_bwd_packets tot_bwd_pkts opkt")
        .with(Field.PACKETS_TOTAL, "packets_total total_packets totpkts")
        .with(Field.TCP_FLAGS, "tcp_flags tcpflags flags flg")
        .with(Field.COMMUNITY_ID, "community_id communityid")
        .with(Field.ACCOUNT, "account user username user_name login")
        .with(Field.ASSET, "asset asset_id device device_id")
        .with(Field.ICS_PROTOCOL, "ics_protocol")
        .with(Field.ICS_UNIT, "ics_unit unit_id unit")
        .with(Field.ICS_FUNCTION, "ics_function function_code func_code function")
        .with(Field.ICS_WRITE, "ics_write")
        .with(Field.ICS_ADDRESS, "ics_address register_address")
        .with(Field.ICS_QUANTITY, "ics_quantity register_quantity")
        .with(Field.ICS_VALUE, "ics_value register_value");
  }

  @Override
  public Columns columns() {
    return COLUMNS;
  }

  @Override
  public List<String> missing(Field[] fields) {
    boolean ends = List.of(fields).contains(Field.END);
    return COLUMNS.missing(
        fields, List.of(ends ? Field.END : Field.START, Field.SRC_IP, Field.DST_IP));
  }

  @Override
  public String title() {
    return "CSV of flows with times and addresses";
  }

  @Override
  public void row(long line, Row row, IntFunction<String> cells, RowSink sink) throws RowRejected {
    row.require(Field.SRC_IP, "an IPv4 or IPv6 address");
    row.require(Field.DST_IP, "an IPv4 or IPv6 address");
    FlowBuilder flow = FlowMapping.flow("csv", row);
    String state = row.text(Field.STATE);
    if (state != null) {
      Long answers = FlowMapping.packetsIn(row);
      boolean answered = answers != null && answers > 0;
      flow.state(FlowMapping.orNull(FlowStates.ofAnyName(state, answered)));
    }
    sink.flow(line, flow.tcpFlags(flags(row)));
  }

  private static @Nullable Integer flags(Row row) throws RowRejected {
    String text = row.text(Field.TCP_FLAGS);
    if (text == null) {
      return null;
    }
    char first = text.charAt(0);
    if (first < '0' || first > '9') {
      String upper = text.toUpperCase(Locale.ROOT);
      return TcpFlags.ofLetters(upper, 0, upper.length());
    }
    Integer bits = row.code(Field.TCP_FLAGS);
    if (bits != null && bits > 0xffff) {
      throw row.rejected(Field.TCP_FLAGS, "flags as letters, or as a number 0 to 65535");
    }
    return bits;
  }
}
