package io.fedics.shared.codec;

import static io.fedics.shared.codec.PlainJson.bytes;

import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code host-activity/1} as we write it, and read again: after flows there is most of it. Jackson reads any other form. */
final class HostActivityBytes {
  static final byte[] SCHEMA = bytes("{\"schema\":\"host-activity/1\"");

  private static final byte[] SECOND = bytes(",\"second\":");
  private static final byte[] HOST = bytes(",\"host\":");
  private static final byte[] INPUT_PARTITION = bytes(",\"input_partition\":");
  private static final byte[] AS_SOURCE = bytes(",\"as_source\":");
  private static final byte[] AS_DESTINATION = bytes(",\"as_destination\":");
  private static final byte[] ICS_READS = bytes(",\"ics_reads\":");
  private static final byte[] ICS_WRITES = bytes(",\"ics_writes\":");
  private static final byte[] FOLDED_HOSTS = bytes(",\"folded_hosts\":");
  private static final byte[] ROLE_FLOWS = bytes("{\"flows\":");
  private static final byte[] BYTES_SENT = bytes(",\"bytes_sent\":");
  private static final byte[] BYTES_RECEIVED = bytes(",\"bytes_received\":");
  private static final byte[] PACKETS_SENT = bytes(",\"packets_sent\":");
  private static final byte[] PACKETS_RECEIVED = bytes(",\"packets_received\":");
  private static final byte[] FAILED = bytes(",\"failed\":");
  private static final byte[] DURATION_MICROS = bytes(",\"duration_micros\":");
  private static final byte[] LONG_FLOWS = bytes(",\"long_flows\":");
  private static final byte[] PEERS = bytes(",\"peers\":");
  private static final byte[] PORTS = bytes(",\"ports\":");
  private static final byte[] TOP_PEERS = bytes(",\"top_peers\":[");
  private static final byte[] PEER = bytes("{\"peer\":");
  private static final byte[] NEXT_PEER = bytes(",{\"peer\":");
  private static final byte[] FLOWS = bytes(",\"flows\":");
  private static final byte[] BYTES = bytes(",\"bytes\":");
  private static final byte[] END_OF_LIST = bytes("]");
  private static final byte[] END = bytes("}");

  private HostActivityBytes() {}

  static byte[] write(HostActivityPart part) {
    JsonBytes out = EventHead.write(SCHEMA, part);
    out.raw(SECOND).number(part.second());
    out.raw(HOST).text(part.host());
    out.raw(INPUT_PARTITION).number(part.inputPartition());
    role(AS_SOURCE, part.asSource(), out);
    role(AS_DESTINATION, part.asDestination(), out);
    out.raw(ICS_READS).number(part.icsReads());
    out.raw(ICS_WRITES).number(part.icsWrites());
    out.raw(FOLDED_HOSTS).number(part.foldedHosts());
    return out.raw(END).toByteArray();
  }

  private static void role(byte[] name, @Nullable RoleActivity role, JsonBytes out) {
    if (role == null) {
      return;
    }
    out.raw(name);
    out.raw(ROLE_FLOWS).number(role.flows());
    out.raw(BYTES_SENT).number(role.bytesSent());
    out.raw(BYTES_RECEIVED).number(role.bytesReceived());
    out.raw(PACKETS_SENT).number(role.packetsSent());
    out.raw(PACKETS_RECEIVED).number(role.packetsReceived());
    out.raw(FAILED).number(role.failed());
    out.raw(DURATION_MICROS).number(role.durationMicros());
    out.raw(LONG_FLOWS).number(role.longFlows());
    distinct(PEERS, role.peers(), out);
    distinct(PORTS, role.ports(), out);
    out.raw(TOP_PEERS);
    byte[] next = PEER;
    for (PeerActivity peer : role.topPeers()) {
      out.raw(next).text(peer.peer());
      out.raw(FLOWS).number(peer.flows());
      out.raw(BYTES).number(peer.bytes());
      out.raw(FAILED).number(peer.failed()).raw(END);
      next = NEXT_PEER;
    }
    out.raw(END_OF_LIST).raw(END);
  }

  private static void distinct(byte[] name, DistinctCount count, JsonBytes out) {
    out.raw(name);
    byte[] registers = count.registers();
    if (registers.length > 0) {
      out.text(Base64.getEncoder().encodeToString(registers));
    } else {
      out.texts(count.exactValues());
    }
  }

  /** Null for what is not in the form of {@link #write}. */
  static @Nullable HostActivityPart read(RecordBytes record) {
    var in = new PlainJson(record);
    EventHead head = EventHead.read(SCHEMA, in);
    in.pass(SECOND);
    long second = in.whole();
    in.pass(HOST);
    String host = in.text();
    in.pass(INPUT_PARTITION);
    int inputPartition = in.small();
    RoleActivity asSource = in.passes(AS_SOURCE) ? role(in) : null;
    RoleActivity asDestination = in.passes(AS_DESTINATION) ? role(in) : null;
    in.pass(ICS_READS);
    long icsReads = in.whole();
    in.pass(ICS_WRITES);
    long icsWrites = in.whole();
    in.pass(FOLDED_HOSTS);
    long foldedHosts = in.whole();
    in.pass(END);
    return in.ended()
        ? new HostActivityPart(
            head.eventId(),
            head.site(),
            head.observedAt(),
            head.source(),
            head.seq(),
            second,
            host,
            inputPartition,
            asSource,
            asDestination,
            icsReads,
            icsWrites,
            foldedHosts)
        : null;
  }

  private static RoleActivity role(PlainJson in) {
    in.pass(ROLE_FLOWS);
    long flows = in.whole();
    in.pass(BYTES_SENT);
    long bytesSent = in.whole();
    in.pass(BYTES_RECEIVED);
    long bytesReceived = in.whole();
    in.pass(PACKETS_SENT);
    long packetsSent = in.whole();
    in.pass(PACKETS_RECEIVED);
    long packetsReceived = in.whole();
    in.pass(FAILED);
    long failed = in.whole();
    in.pass(DURATION_MICROS);
    long durationMicros = in.whole();
    in.pass(LONG_FLOWS);
    long longFlows = in.whole();
    in.pass(PEERS);
    DistinctCount peers = distinct(in);
    in.pass(PORTS);
    DistinctCount ports = distinct(in);
    List<PeerActivity> topPeers = topPeers(in);
    in.pass(END);
    return new RoleActivity(
        flows,
        bytesSent,
        bytesReceived,
        packetsSent,
        packetsReceived,
        failed,
        durationMicros,
        longFlows,
        peers,
        ports,
        topPeers);
  }

  private static List<PeerActivity> topPeers(PlainJson in) {
    in.pass(TOP_PEERS);
    var topPeers = new ArrayList<PeerActivity>();
    while (in.passes(topPeers.isEmpty() ? PEER : NEXT_PEER)) {
      String peer = in.text();
      in.pass(FLOWS);
      long flows = in.whole();
      in.pass(BYTES);
      long bytes = in.whole();
      in.pass(FAILED);
      long failed = in.whole();
      in.pass(END);
      topPeers.add(new PeerActivity(peer, flows, bytes, failed));
    }
    in.pass(END_OF_LIST);
    return topPeers;
  }

  /** A list of texts, or registers as Base64. */
  private static DistinctCount distinct(PlainJson in) {
    byte[] registers = in.isText() ? in.base64(DistinctCount.REGISTERS) : new byte[0];
    return DistinctCount.of(registers.length == 0 ? in.texts() : List.of(), registers);
  }
}
