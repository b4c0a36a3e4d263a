package io.fedics.ingest.file;

import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.IcsMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flow packed into some hundred bytes while it waits to be sorted; never leaves the process. Numbers are written seven
 * bits a byte, low ones first, one added so that 0 is "not said"; texts as length and UTF-8. Not thread-safe.
 */
final class FlowBytes {
  private byte[] bytes = new byte[512];
  private int at;

  /**
   * @param site empty when the flow names none
   */
  byte[] pack(FlowObserved flow, String site) {
    at = 0;
    text(site);
    text(flow.sensor());
    Instant startedAt = flow.startedAt();
    number(startedAt == null ? null : micros(startedAt));
    text(flow.srcIp());
    integer(flow.srcPort());
    text(flow.dstIp());
    integer(flow.dstPort());
    text(flow.protocol());
    text(flow.service());
    FlowState state = flow.state();
    text(state == null ? null : state.name());
    number(flow.durationMicros());
    number(flow.bytesOut());
    number(flow.bytesIn());
    number(flow.packetsOut());
    number(flow.packetsIn());
    integer(flow.tcpFlags());
    text(flow.communityId());
    text(flow.account());
    text(flow.asset());
    ics(flow.ics());
    Features features = flow.features();
    text(features == null ? null : features.schema());
    texts(features == null ? List.of() : features.values());
    texts(flow.sensorAlerts());
    return Arrays.copyOf(bytes, at);
  }

  private void ics(@Nullable IcsMessage ics) {
    text(ics == null ? null : ics.protocol());
    if (ics == null) {
      return;
    }
    integer(ics.unit());
    integer(ics.function());
    integer(ics.write() ? 1 : 0);
    number(ics.address());
    number(ics.quantity());
    Double value = ics.value();
    text(value == null ? null : value.toString());
  }

  static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }

  private void integer(@Nullable Integer value) {
    number(value == null ? null : (long) value);
  }

  private void number(@Nullable Long value) {
    varint(value == null ? 0 : value + 1);
  }

  private void text(@Nullable String value) {
    if (value == null) {
      varint(0);
      return;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length + 1L);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, at, utf8.length);
    at += utf8.length;
  }

  private void texts(List<String> values) {
    varint(values.size());
    values.forEach(this::text);
  }

  /** Unsigned: {@link Long#MAX_VALUE} + 1 comes back as it was. */
  private void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  private void room(int more) {
    if (at + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
    }
  }

  /** A flow and the site it names, empty when none. */
  record Unpacked(String site, FlowBuilder flow) {}

  static Unpacked unpack(long observedMicros, byte[] packed) {
    return new Reader(packed).flow(observedMicros);
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    Unpacked flow(long observedMicros) {
      String site = required();
      FlowBuilder flow = FlowObserved.builder(required(), instant(observedMicros));
      Long startedAt = number();
      flow.startedAt(startedAt == null ? null : instant(startedAt))
          .srcIp(text())
          .srcPort(integer())
          .dstIp(text())
          .dstPort(integer())
          .protocol(text())
          .service(text());
      String state = text();
      flow.state(state == null ? null : FlowState.valueOf(state))
          .durationMicros(number())
          .bytesOut(number())
          .bytesIn(number())
          .packetsOut(number())
          .packetsIn(number())
          .tcpFlags(integer())
          .communityId(text())
          .account(text())
          .asset(text())
          .ics(ics());
      String schema = text();
      List<String> values = texts();
      flow.features(schema == null ? null : new Features(schema, values)).sensorAlerts(texts());
      return new Unpacked(site, flow);
    }

    private @Nullable IcsMessage ics() {
      String protocol = text();
      if (protocol == null) {
        return null;
      }
      Integer unit = integer();
      Integer function = integer();
      boolean write = Integer.valueOf(1).equals(integer());
      Long address = number();
      Long quantity = number();
      String value = text();
      return new IcsMessage(
          protocol,
          unit,
          function,
          write,
          address,
          quantity,
          value == null ? null : Double.valueOf(value));
    }

    private String required() {
      String text = text();
      return text == null ? "" : text;
    }

    private @Nullable Integer integer() {
      Long value = number();
      return value == null ? null : value.intValue();
    }

    private @Nullable Long number() {
      long value = varint();
      return value == 0 ? null : value - 1;
    }

    private @Nullable String text() {
      int length = (int) varint() - 1;
      if (length < 0) {
        return null;
      }
      at += length;
      return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    private List<String> texts() {
      int count = (int) varint();
      if (count == 0) {
        return List.of();
      }
      var texts = new ArrayList<String>(count);
      for (int i = 0; i < count; i++) {
        texts.add(required());
      }
      return texts;
    }

    private long varint() {
      long value = 0;
      int shift = 0;
      while (bytes[at] < 0) {
        value |= (bytes[at++] & 0x7fL) << shift;
        shift += 7;
      }
      return value | (long) bytes[at++] << shift;
    }
  }
}
