package io.fedics.ingest.format;

import io.fedics.shared.event.FlowBuilder;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Argus {@code .binetflow}: {@code ra} output of bidirectional flows, separated by commas or tabs.
 *
 * <p>{@code StartTime} has no zone and is taken as UTC; {@code StartTime + Dur} is the flow's end. {@code SrcBytes} and
 * {@code SrcPkts} are the source's, the rest of {@code TotBytes} and {@code TotPkts} the destination's. {@code Dir}
 * {@code <-}, {@code <?}: the right side began it, so both sides change places. Ports may be hexadecimal. Records of
 * protocol {@code man} are Argus's own status and skipped. MAC addresses (arp, llc) are no hosts: the flow is kept
 * without them. {@code Label} is never read.
 *
 * <p>Source: ra(1), <a href="https://openargus.org">openargus.org</a>.
 */
final class BinetflowMapping implements SeparatedParser.Mapping {
  /** Protocol of Argus's records about itself. */
  private static final String STATUS = "man";

  private static final Columns COLUMNS = new Columns()
      .with(Field.START, "starttime stime")
      .with(Field.DURATION_SECONDS, "dur duration")
      .with(Field.PROTOCOL, "proto")
      .with(Field.SRC_IP, "srcaddr saddr")
      .with(Field.SRC_PORT, "sport")
      .with(Field.DIRECTION, "dir")
      .with(Field.DST_IP, "dstaddr daddr")
      .with(Field.DST_PORT, "dport")
      .with(Field.STATE, "state")
      .with(Field.PACKETS_TOTAL, "totpkts pkts")
      .with(Field.BYTES_TOTAL, "totbytes bytes")
      .with(Field.BYTES_OUT, "srcbytes sbytes")
      .with(Field.PACKETS_OUT, "srcpkts spkts")
      .with(Field.BYTES_IN, "dstbytes dbytes")
      .with(Field.PACKETS_IN, "dstpkts dpkts");

  @Override
  public Columns columns() {
    return COLUMNS;
  }

  @Override
  public List<String> missing(Field[] fields) {
    return COLUMNS.missing(fields, List.of(Field.START, Field.SRC_IP, Field.DST_IP));
  }

  @Override
  public String title() {
    return "Argus binetflow";
  }

  @Override
  public void row(long line, Row row, IntFunction<String> cells, RowSink sink) throws RowRejected {
    String protocol = row.lower(Field.PROTOCOL);
    if (STATUS.equals(protocol)) {
      sink.skipped(STATUS);
      return;
    }
    row.require(Field.START, TimeText.EXPECTED);
    row.require(Field.SRC_IP, "an IPv4 or IPv6 address");
    row.require(Field.DST_IP, "an IPv4 or IPv6 address");
    FlowBuilder flow = FlowMapping.flow("argus", row);
    boolean tcp = "tcp".equals(protocol);
    String state = row.text(Field.STATE);
    boolean answered = isMoreThanZero(FlowMapping.packetsIn(row));
    if (pointsBack(row.text(Field.DIRECTION))) {
      FlowMapping.turn(flow, row);
      state = state == null ? null : turned(state);
      answered = isMoreThanZero(row.count(Field.PACKETS_OUT));
    }
    if (state != null) {
      flow.state(FlowMapping.orNull(FlowStates.ofArgus(state, answered)));
      int middle = state.indexOf('_');
      flow.tcpFlags(tcp && middle >= 0 ? TcpFlags.ofLetters(state, 0, middle) : null);
    }
    sink.flow(line, flow);
  }

  private static boolean isMoreThanZero(@Nullable Long count) {
    return count != null && count > 0;
  }

  /** {@code <-} and {@code <?}, not {@code <->} or {@code <?>}; {@code who} (arp) and names before the arrow say nothing. */
  private static boolean pointsBack(@Nullable String direction) {
    return direction != null && direction.indexOf('<') >= 0 && direction.indexOf('>') < 0;
  }

  /** The flags of both sides, the other way round. */
  private static String turned(String state) {
    int middle = state.indexOf('_');
    return middle < 0 ? state : state.substring(middle + 1) + '_' + state.substring(0, middle);
  }
}
