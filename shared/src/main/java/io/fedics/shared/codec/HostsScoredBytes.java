package io.fedics.shared.codec;

import static io.fedics.shared.codec.PlainJson.bytes;

import io.fedics.shared.event.HostsScored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code hosts-scored/1} as we write it, and read again: few records, but long ones. Jackson reads any other form. */
final class HostsScoredBytes {
  static final byte[] SCHEMA = bytes("{\"schema\":\"hosts-scored/1\"");

  private static final byte[] SECOND = bytes(",\"second\":");
  private static final byte[] DETECTOR = bytes(",\"detector\":");
  private static final byte[] HOSTS = bytes(",\"hosts\":");
  private static final byte[] MAX = bytes(",\"max\":");
  private static final byte[] COUNT = bytes(",\"count\":");
  private static final byte[] SHED = bytes(",\"shed\":");
  private static final byte[] END = bytes("}");

  private HostsScoredBytes() {}

  static byte[] write(HostsScored scored) {
    JsonBytes out = EventHead.write(SCHEMA, scored);
    out.raw(SECOND).number(scored.second());
    out.raw(DETECTOR).text(scored.detector());
    out.raw(HOSTS).texts(scored.hosts());
    out.raw(MAX).list(scored.max(), score -> out.number(score));
    out.raw(COUNT).list(scored.count(), judgements -> out.number(judgements));
    out.raw(SHED).number(scored.shed());
    return out.raw(END).toByteArray();
  }

  /** Null for what is not in the form of {@link #write}. */
  static @Nullable HostsScored read(RecordBytes record) {
    var in = new PlainJson(record);
    EventHead head = EventHead.read(SCHEMA, in);
    in.pass(SECOND);
    long second = in.whole();
    in.pass(DETECTOR);
    String detector = in.text();
    in.pass(HOSTS);
    List<String> hosts = in.texts();
    in.pass(MAX);
    List<Double> max = in.list(in::number);
    in.pass(COUNT);
    List<Long> count = in.list(in::whole);
    in.pass(SHED);
    long shed = in.whole();
    in.pass(END);
    return in.ended()
        ? new HostsScored(
            head.eventId(),
            head.site(),
            head.observedAt(),
            head.source(),
            head.seq(),
            second,
            detector,
            hosts,
            max,
            count,
            shed)
        : null;
  }
}
