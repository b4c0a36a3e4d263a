package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import java.time.Instant;

/**
 * Flows as a sensor reports them. Bytes are payload, as Zeek's {@code orig_bytes} and {@code resp_bytes}; packets
 * follow from them with 1,460 bytes a packet and an acknowledgement for every second one.
 */
final class Conversation {
  private static final int SEGMENT = 1_460;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int COMPLETE = 0x1b; // FIN, SYN, PSH, ACK

  /** How many connections of daily work are broken off by one side. */
  private static final double BROKEN = 0.002;

  private Conversation() {}

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, Timing.SECOND), Math.floorMod(micros, Timing.SECOND) * 1_000);
  }

  private static FlowBuilder flow(long at, long micros, Route route) {
    return FlowObserved.builder("simulator", instant(at))
        .startedAt(instant(at - micros))
        .durationMicros(micros)
        .srcIp(route.from())
        .dstIp(route.to());
  }

  /** From an ephemeral port, as Linux chooses them. */
  private static FlowBuilder flow(long at, Dice dice, long micros, Route route, String protocol) {
    return flow(at, micros, route)
        .protocol(protocol)
        .srcPort(dice.between(32_768, 60_999))
        .dstPort(route.port());
  }

  /**
   * A connection that did what it was for, bar the rare one that breaks.
   *
   * @param at end, microseconds since the epoch
   * @param micros duration
   * @param out payload bytes from the source
   * @param in payload bytes to the source
   */
  static FlowBuilder tcp(long at, Dice dice, Route route, long micros, long out, long in) {
    if (dice.chance(BROKEN)) {
      return reset(at, dice, route, micros, out, in).service(route.service());
    }
    return spoken(at, dice, route, micros, out, in)
        .service(route.service())
        .state(FlowState.ESTABLISHED)
        .tcpFlags(COMPLETE);
  }

  /** A connection that one side broke off before a sensor knew what it was for. */
  static FlowBuilder reset(long at, Dice dice, Route route, long micros, long out, long in) {
    return spoken(at, dice, route, micros, out, in).state(FlowState.RESET).tcpFlags(COMPLETE | RST);
  }

  private static FlowBuilder spoken(
      long at, Dice dice, Route route, long micros, long out, long in) {
    long outSegments = segments(out);
    long inSegments = segments(in);
    return flow(at, dice, micros, route, "tcp")
        .bytesOut(out)
        .bytesIn(in)
        .packetsOut(4 + outSegments + inSegments / 2)
        .packetsIn(3 + inSegments + outSegments / 2);
  }

  private static long segments(long bytes) {
    return (bytes + SEGMENT - 1) / SEGMENT;
  }

  /** SYNs into the dark; {@code packets} tries. */
  static FlowBuilder unanswered(long at, Dice dice, Route route, long micros, long packets) {
    return asked(at, dice, route, micros)
        .state(FlowState.ATTEMPTED)
        .packetsOut(packets)
        .packetsIn(0L);
  }

  /** A SYN answered by a RST. */
  static FlowBuilder refused(long at, Dice dice, Route route) {
    return asked(at, dice, route, dice.between(80, 2_000))
        .state(FlowState.REJECTED)
        .packetsOut(1L)
        .packetsIn(1L);
  }

  private static FlowBuilder asked(long at, Dice dice, Route route, long micros) {
    return flow(at, dice, micros, route, "tcp").tcpFlags(SYN).bytesOut(0L).bytesIn(0L);
  }

  /** Question and answer; {@code in} 0 means that none came, which Zeek too calls attempted. */
  static FlowBuilder udp(long at, Dice dice, Route route, long micros, long out, long in) {
    return flow(at, dice, micros, route, "udp")
        .service(route.service())
        .state(in > 0 ? FlowState.ESTABLISHED : FlowState.ATTEMPTED)
        .bytesOut(out)
        .bytesIn(in)
        .packetsOut(segments(out))
        .packetsIn(segments(in));
  }

  /** Echo requests, one a second; type and code stand in the port fields, as in Zeek. */
  static FlowBuilder ping(long at, Dice dice, Route route, long count, boolean answered) {
    long micros = (count - 1) * Timing.SECOND + (answered ? dice.size(900, 0.6) : 0);
    return flow(at, micros, route)
        .protocol("icmp")
        .srcPort(8)
        .dstPort(0)
        .state(answered ? FlowState.ESTABLISHED : FlowState.ATTEMPTED)
        .bytesOut(56 * count)
        .bytesIn(answered ? 56 * count : 0)
        .packetsOut(count)
        .packetsIn(answered ? count : 0);
  }
}
