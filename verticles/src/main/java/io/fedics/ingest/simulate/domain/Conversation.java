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

  private static FlowBuilder flow(long at, long micros, String from, String to) {
    return FlowObserved.builder("simulator", instant(at))
        .startedAt(instant(at - micros))
        .durationMicros(micros)
        .srcIp(from)
        .dstIp(to);
  }

  private static int ephemeral(Dice dice) {
    return dice.between(32_768, 60_999);
  }

  /**
   * A connection that did what it was for, bar the rare one that breaks.
   *
   * @param at end, microseconds since the epoch
   * @param micros duration
   * @param out payload bytes from the source
   * @param in payload bytes to the source
   */
  static FlowBuilder tcp(
      long at,
      Dice dice,
      String from,
      String to,
      int port,
      String service,
      long micros,
      long out,
      long in) {
    boolean broken = dice.chance(BROKEN);
    return spoken(at, dice, from, to, port, micros, out, in)
        .service(service)
        .state(broken ? FlowState.RESET : FlowState.ESTABLISHED)
        .tcpFlags(broken ? COMPLETE | RST : COMPLETE);
  }

  /** A connection that the other side or the source broke off. */
  static FlowBuilder reset(
      long at, Dice dice, String from, String to, int port, long micros, long out, long in) {
    return spoken(at, dice, from, to, port, micros, out, in)
        .state(FlowState.RESET)
        .tcpFlags(COMPLETE | RST);
  }

  private static FlowBuilder spoken(
      long at, Dice dice, String from, String to, int port, long micros, long out, long in) {
    long outSegments = (out + SEGMENT - 1) / SEGMENT;
    long inSegments = (in + SEGMENT - 1) / SEGMENT;
    return flow(at, micros, from, to)
        .protocol("tcp")
        .srcPort(ephemeral(dice))
        .dstPort(port)
        .bytesOut(out)
        .bytesIn(in)
        .packetsOut(4 + outSegments + inSegments / 2)
        .packetsIn(3 + inSegments + outSegments / 2);
  }

  /** SYNs into the dark; {@code packets} tries. */
  static FlowBuilder unanswered(
      long at, Dice dice, String from, String to, int port, long micros, long packets) {
    return flow(at, micros, from, to)
        .protocol("tcp")
        .srcPort(ephemeral(dice))
        .dstPort(port)
        .state(FlowState.ATTEMPTED)
        .tcpFlags(SYN)
        .bytesOut(0L)
        .bytesIn(0L)
        .packetsOut(packets)
        .packetsIn(0L);
  }

  /** A SYN answered by a RST. */
  static FlowBuilder refused(long at, Dice dice, String from, String to, int port) {
    return flow(at, dice.between(80, 2_000), from, to)
        .protocol("tcp")
        .srcPort(ephemeral(dice))
        .dstPort(port)
        .state(FlowState.REJECTED)
        .tcpFlags(SYN)
        .bytesOut(0L)
        .bytesIn(0L)
        .packetsOut(1L)
        .packetsIn(1L);
  }

  /** Question and answer; {@code in} 0 means no answer came. */
  static FlowBuilder udp(
      long at,
      Dice dice,
      String from,
      String to,
      int port,
      String service,
      long micros,
      long out,
      long in) {
    return flow(at, micros, from, to)
        .protocol("udp")
        .srcPort(ephemeral(dice))
        .dstPort(port)
        .service(service)
        .state(in > 0 ? FlowState.ESTABLISHED : FlowState.ATTEMPTED)
        .bytesOut(out)
        .bytesIn(in)
        .packetsOut((out + SEGMENT - 1) / SEGMENT)
        .packetsIn((in + SEGMENT - 1) / SEGMENT);
  }

  /** Echo requests; type and code stand in the port fields, as in Zeek. */
  static FlowBuilder ping(
      long at, Dice dice, String from, String to, long count, boolean answered) {
    return flow(at, answered ? dice.size(900, 0.6) + (count - 1) * Timing.SECOND : 0, from, to)
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
