package io.fedics.detect.domain;

import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules read of a flow, kept until its second is complete. What a sensor did not say is −1 or empty.
 *
 * @param endMicros epoch microseconds of the flow's end
 * @param startMicros epoch microseconds of its first packet; the end when nobody said
 * @param durationMicros −1 when unknown
 * @param write whether it asked a controller to change something
 * @param login whether it names an account
 * @param whole the flow itself, where it is passed on once it is judged
 */
public record SourceFlow(
    UUID id,
    long endMicros,
    long startMicros,
    long durationMicros,
    String peer,
    int srcPort,
    int dstPort,
    String protocol,
    String service,
    @Nullable FlowState state,
    long bytesOut,
    long bytesIn,
    long packetsOut,
    long packetsIn,
    boolean ics,
    boolean write,
    boolean login,
    @Nullable FlowObserved whole) {

  /** The order in which flows of a second are judged. */
  public static final Comparator<SourceFlow> ORDER =
      Comparator.comparingLong(SourceFlow::endMicros).thenComparing(SourceFlow::id);

  /** A packet of headers only is no longer than this (Ethernet, IPv4 and TCP with options). */
  private static final long HEADERS = 78;

  static final String ICMP = "icmp";
  public static final int EPHEMERAL = 32_768;
  private static final int RESERVED = 1_024;

  public static SourceFlow of(FlowObserved flow, String peer) {
    return of(flow, peer, false);
  }

  /**
   * @param keep whether the flow itself is needed later
   */
  public static SourceFlow of(FlowObserved flow, String peer, boolean keep) {
    long end = micros(flow.observedAt());
    Long duration = flow.durationMicros();
    Instant started = flow.startedAt();
    long start = started != null ? micros(started) : end - (duration == null ? 0 : duration);
    IcsMessage ics = flow.ics();
    String protocol = text(flow.protocol());
    boolean icmp = protocol.contains(ICMP);
    return new SourceFlow(
        flow.eventId(),
        end,
        Math.min(start, end),
        number(duration),
        peer,
        icmp ? -1 : port(flow.srcPort()),
        icmp ? -1 : port(flow.dstPort()), // type and code are no ports
        protocol,
        text(flow.service()),
        flow.state(),
        number(flow.bytesOut()),
        number(flow.bytesIn()),
        number(flow.packetsOut()),
        number(flow.packetsIn()),
        ics != null,
        ics != null && ics.write(),
        flow.account() != null,
        keep ? flow : null);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static long number(@Nullable Long value) {
    return value == null ? -1 : value;
  }

  private static int port(@Nullable Integer value) {
    return value == null ? -1 : value;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  public boolean icmp() {
    return protocol.contains(ICMP);
  }

  public boolean tcp() {
    return protocol.equals("tcp");
  }

  /** Protocol and destination port: {@code tcp/502}; the protocol alone when there are no ports. */
  public String target() {
    return dstPort < 0 ? protocol : protocol + '/' + dstPort;
  }

  /** Asked and got nothing: refused, no answer, or a handshake without a word. */
  public boolean silent() {
    if (state != null && state.failed()) {
      return true;
    }
    if (icmp()) {
      return packetsIn == 0 || bytesIn == 0;
    }
    return tcp() && state != FlowState.PARTIAL && (bytesIn == 0 || headersOnly());
  }

  /** Some sensors count headers; then a refused connection is not empty. */
  private boolean headersOnly() {
    return packetsIn > 0
        && packetsIn <= 2
        && bytesIn <= HEADERS * packetsIn
        && packetsOut <= 3
        && bytesOut <= HEADERS * Math.max(1, packetsOut);
  }

  /** A datagram back from a service to whoever asked: its many destination ports are the asker's choice. */
  public boolean reply() {
    boolean fromService = srcPort >= 0 && (srcPort < RESERVED || WellKnown.services(srcPort));
    return protocol.equals("udp")
        && fromService
        && dstPort >= RESERVED
        && !WellKnown.services(dstPort);
  }

  public boolean reservedPorts() {
    return srcPort > 0 && srcPort < RESERVED && dstPort > 0 && dstPort < RESERVED;
  }

  public boolean multicast() {
    return WellKnown.multicast(peer);
  }
}
