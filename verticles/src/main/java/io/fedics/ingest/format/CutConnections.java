package io.fedics.ingest.format;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells which rows of CICFlowMeter are the rest of a TCP connection that an earlier row began. The meter ends a flow with
 * the first FIN and after 120 s; what both sides still say becomes a row of its own, mostly a packet or two without data,
 * from whichever side spoke first. Taken for connections, such rows look like questions that got nothing.
 *
 * <p>Source: Engelen, Rimmer, Joosen 2021, "Troubleshooting an intrusion detection dataset: the CICIDS2017 case study"
 * ("TCP appendices").
 *
 * <p>Remembers the latest 65,536 connections. Not thread-safe.
 */
final class CutConnections {
  private static final int MOST = 65_536;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  /** Time of the latest row of each connection, the one named longest ago first. */
  private final Map<Ends, Span> latest = new LinkedHashMap<>();

  private record Span(Instant start, Instant end) {}

  /** The same whoever spoke first. */
  private record Ends(String low, int lowPort, String high, int highPort) {
    static Ends of(String a, int portA, String b, int portB) {
      int order = a.compareTo(b);
      return order < 0 || (order == 0 && portA <= portB)
          ? new Ends(a, portA, b, portB)
          : new Ends(b, portB, a, portA);
    }
  }

  /**
   * To be asked once for each row of TCP, in the order of the file; false where an address or a port is not said.
   *
   * @param start of the row's first packet
   * @param end of its last one
   */
  boolean isRest(Row row, Instant start, Instant end) throws RowRejected {
    String source = row.address(Field.SRC_IP);
    Integer sourcePort = row.port(Field.SRC_PORT);
    String destination = row.address(Field.DST_IP);
    Integer destinationPort = row.port(Field.DST_PORT);
    if (source == null || sourcePort == null || destination == null || destinationPort == null) {
      return false;
    }
    Ends ends = Ends.of(source, sourcePort, destination, destinationPort);
    Span before = latest.remove(ends);
    latest.put(ends, new Span(start, end));
    if (latest.size() > MOST) {
      latest.remove(latest.keySet().iterator().next());
    }
    return before != null
        && !start.isBefore(before.start)
        && !start.isAfter(before.end.plus(LONGEST_PAUSE));
  }
}
