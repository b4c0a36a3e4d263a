package io.fedics.ingest.format;

import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all text formats have in common once their columns are {@link Field}s. */
final class FlowMapping {
  private static final String[] PROTOCOL_NUMBERS = new String[256];

  static {
    PROTOCOL_NUMBERS[1] = "icmp";
    PROTOCOL_NUMBERS[2] = "igmp";
    PROTOCOL_NUMBERS[6] = "tcp";
    PROTOCOL_NUMBERS[17] = "udp";
    PROTOCOL_NUMBERS[41] = "ipv6";
    PROTOCOL_NUMBERS[47] = "gre";
    PROTOCOL_NUMBERS[50] = "esp";
    PROTOCOL_NUMBERS[51] = "ah";
    PROTOCOL_NUMBERS[58] = "ipv6-icmp";
    PROTOCOL_NUMBERS[89] = "ospf";
    PROTOCOL_NUMBERS[132] = "sctp";
  }

  private FlowMapping() {}

  /**
   * Times, five-tuple, counts and who it was about. The flow's end is the end it names, else its start and duration.
   */
  static FlowBuilder flow(String sensor, Row row) throws RowRejected {
    return flow(sensor, row, row.time(Field.START), row.time(Field.END));
  }

  /**
   * As {@link #flow(String, Row)}, with times the caller knows.
   *
   * @param said the start, epoch microseconds, or {@link Row#UNSET}
   * @param until the end, likewise
   */
  static FlowBuilder flow(String sensor, Row row, long said, long until) throws RowRejected {
    long start = said;
    long end = until;
    long duration = row.duration();
    if (end == Row.UNSET) {
      if (start == Row.UNSET) {
        throw row.rejected(Field.START, TimeText.EXPECTED);
      }
      end = duration == Row.UNSET ? start : start + duration;
    } else if (start == Row.UNSET) {
      start = duration == Row.UNSET ? start : Math.max(0, end - duration);
    } else if (end < start) {
      throw row.rejected(Field.END, "a time not before the start");
    } else if (duration == Row.UNSET) {
      duration = end - start;
    }
    String protocol = protocol(row);
    boolean ports = hasPorts(protocol);
    Integer srcPort = row.port(Field.SRC_PORT);
    Integer dstPort = row.port(Field.DST_PORT);
    return FlowObserved.builder(sensor, instant(end))
        .startedAt(start == Row.UNSET ? null : instant(start))
        .durationMicros(duration == Row.UNSET ? null : duration)
        .srcIp(row.address(Field.SRC_IP))
        .srcPort(ports ? srcPort : null)
        .dstIp(row.address(Field.DST_IP))
        .dstPort(ports ? dstPort : null)
        .protocol(protocol)
        .service(row.lower(Field.SERVICE))
        .bytesOut(row.count(Field.BYTES_OUT))
        .bytesIn(rest(row, Field.BYTES_IN, Field.BYTES_OUT, Field.BYTES_TOTAL))
        .packetsOut(row.count(Field.PACKETS_OUT))
        .packetsIn(packetsIn(row))
        .communityId(row.text(Field.COMMUNITY_ID))
        .account(row.text(Field.ACCOUNT))
        .asset(row.text(Field.ASSET))
        .ics(ics(row));
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
  }

  /** Of the destination, where the row tells it directly or as the rest of the total. */
  static @Nullable Long packetsIn(Row row) throws RowRejected {
    return rest(row, Field.PACKETS_IN, Field.PACKETS_OUT, Field.PACKETS_TOTAL);
  }

  /** Makes the row's source the destination and the other way round, with all that is theirs. */
  static void turn(FlowBuilder flow, Row row) throws RowRejected {
    boolean ports = hasPorts(protocol(row));
    flow.srcIp(row.address(Field.DST_IP))
        .srcPort(ports ? row.port(Field.DST_PORT) : null)
        .dstIp(row.address(Field.SRC_IP))
        .dstPort(ports ? row.port(Field.SRC_PORT) : null)
        .bytesOut(rest(row, Field.BYTES_IN, Field.BYTES_OUT, Field.BYTES_TOTAL))
        .bytesIn(row.count(Field.BYTES_OUT))
        .packetsOut(packetsIn(row))
        .packetsIn(row.count(Field.PACKETS_OUT));
  }

  static @Nullable FlowState orNull(Optional<FlowState> state) {
    return state.orElse(null);
  }

  static @Nullable String protocol(Row row) throws RowRejected {
    String name = row.lower(Field.PROTOCOL);
    if (name == null || name.charAt(0) < '0' || name.charAt(0) > '9') {
      return name;
    }
    Integer number = row.code(Field.PROTOCOL);
    if (number == null || number > 255) {
      throw row.rejected(Field.PROTOCOL, "a protocol's name, or its number 0 to 255");
    }
    String known = PROTOCOL_NUMBERS[number];
    return known == null ? number.toString() : known;
  }

  /** Sensors write type and code of ICMP in the columns of the ports; they are none. */
  private static boolean hasPorts(@Nullable String protocol) {
    return protocol == null
        || switch (protocol) {
          case "icmp",
              "ipv6-icmp",
              "icmp6",
              "icmpv6",
              "igmp",
              "arp",
              "rarp",
              "llc",
              "ospf",
              "gre",
              "esp" -> false;
          default -> true;
        };
  }

  /** What the other side sent: its own column, else the total less what this side sent. */
  private static @Nullable Long rest(Row row, Field in, Field out, Field total) throws RowRejected {
    Long said = row.count(in);
    Long sent = row.count(out);
    Long all = row.count(total);
    if (said != null || sent == null || all == null) {
      return said;
    }
    if (all < sent) {
      throw row.rejected(total, "not less than what one side sent, " + sent);
    }
    return all - sent;
  }

  private static @Nullable IcsMessage ics(Row row) throws RowRejected {
    String protocol = row.lower(Field.ICS_PROTOCOL);
    Integer function = row.code(Field.ICS_FUNCTION);
    if (protocol == null) {
      return null;
    }
    Boolean write = row.truth(Field.ICS_WRITE);
    return new IcsMessage(
        protocol,
        row.code(Field.ICS_UNIT),
        function,
        write != null ? write : isWrite(protocol, function),
        row.count(Field.ICS_ADDRESS),
        row.count(Field.ICS_QUANTITY),
        row.number(Field.ICS_VALUE));
  }

  /** Modbus: MODBUS Application Protocol V1.1b3; DNP3: IEEE 1815, write, select, operate, direct operate. */
  private static boolean isWrite(String protocol, @Nullable Integer function) {
    if (function == null) {
      return false;
    }
    return switch (protocol) {
      case "modbus" ->
        switch (function) {
          case 5, 6, 15, 16, 21, 22, 23 -> true;
          default -> false;
        };
      case "dnp3" -> function >= 2 && function <= 6;
      default -> false;
    };
  }
}
