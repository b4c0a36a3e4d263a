package io.fedics.persist;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.codec.StorableJson;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.RecordScored;
import io.fedics.shared.event.RecordScored.RecordVerdict;
import io.fedics.shared.stage.RowWriter;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Verdicts about records with a table's own columns, from flows, questions and uploads alike. */
public final class ScoredStore implements RowWriter {
  private static final String SCORED = """
      INSERT INTO scored_records (observed_at, event_id, site, origin, record_id, batch, line, src_ip, dst_ip, features,
        label, score, alarm, model, failure, record)
      SELECT observed_at, event_id, site, origin, record_id, batch, line, src_ip, dst_ip, features, label, score, alarm,
        model, failure, record::jsonb
      FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::bigint[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::float8[], $13::boolean[], $14::text[], $15::text[],
        $16::text[]) AS s (observed_at, event_id, site, origin, record_id, batch, line, src_ip, dst_ip, features, label,
        score, alarm, model, failure, record)
      ON CONFLICT DO NOTHING""";

  private static final EventCodec CODEC = new EventCodec();

  @Override
  public boolean stores(Event event) {
    return event instanceof RecordScored;
  }

  @Override
  public Future<Void> write(SqlConnection db, List<Event> events) {
    List<RecordScored> scored = events.stream().map(RecordScored.class::cast).toList();
    return RowStore.insert(db, SCORED, columns(scored));
  }

  private static Columns<RecordScored> columns(List<RecordScored> scored) {
    return new Columns<>(scored)
        .times(RecordScored::observedAt)
        .ids(RecordScored::eventId)
        .texts(RecordScored::site)
        .texts(record -> record.origin().name().toLowerCase(Locale.ROOT))
        .ids(RecordScored::recordId)
        .ids(RecordScored::batch)
        .longs(RecordScored::line)
        .texts(RecordScored::srcIp)
        .texts(RecordScored::dstIp)
        .texts(RecordScored::features)
        .texts(record -> of(record, RecordVerdict::label))
        .doubles(record -> of(record, RecordVerdict::score))
        .flags(record -> record.verdict() != null && record.verdict().alarm())
        .texts(record ->
            of(record, verdict -> verdict.model().name() + '@' + verdict.model().version()))
        .texts(RecordScored::failure)
        .texts(record -> StorableJson.of(new String(CODEC.encode(record), UTF_8)));
  }

  private static <T> @Nullable T of(RecordScored record, Function<RecordVerdict, T> part) {
    return record.verdict() == null ? null : part.apply(record.verdict());
  }
}
