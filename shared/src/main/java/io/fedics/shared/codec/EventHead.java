package io.fedics.shared.codec;

import static io.fedics.shared.codec.PlainJson.bytes;

import io.fedics.shared.event.DataEvent;
import java.time.Instant;
import java.util.UUID;

/** What every event of data begins with, in our own form. */
record EventHead(UUID eventId, String site, Instant observedAt, String source, long seq) {
  private static final byte[] EVENT_ID = bytes(",\"event_id\":");
  private static final byte[] SITE = bytes(",\"site\":");
  private static final byte[] OBSERVED_AT = bytes(",\"observed_at\":");
  private static final byte[] SOURCE = bytes(",\"source\":");
  private static final byte[] SEQ = bytes(",\"seq\":");

  /**
   * Begins to write an event.
   *
   * @param schema the brace before it and itself
   */
  static JsonBytes write(byte[] schema, DataEvent event) {
    var out = new JsonBytes();
    out.raw(schema);
    out.raw(EVENT_ID).uuid(event.eventId());
    out.raw(SITE).text(event.site());
    out.raw(OBSERVED_AT).time(event.observedAt());
    out.raw(SOURCE).text(event.source());
    return out.raw(SEQ).number(event.seq());
  }

  static EventHead read(byte[] schema, PlainJson in) {
    in.pass(schema);
    in.pass(EVENT_ID);
    UUID eventId = in.uuid();
    in.pass(SITE);
    String site = in.text();
    in.pass(OBSERVED_AT);
    Instant observedAt = in.time();
    in.pass(SOURCE);
    String source = in.text();
    in.pass(SEQ);
    return new EventHead(eventId, site, observedAt, source, in.whole());
  }
}
