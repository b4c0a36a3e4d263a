package io.fedics.persist;

import io.fedics.shared.codec.FlowBytes;
import io.fedics.shared.codec.StorableJson;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.IcsMessage;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flows as columns, and their counts per minute: one statement, so that only rows that are new are counted. */
final class FlowStore {
  private static final String FLOWS = """
      WITH added AS (
        INSERT INTO flows (observed_at, event_id, site, source, seq, sensor, started_at, src_ip, src_port, dst_ip,
          dst_port, protocol, service, state, duration_micros, bytes_out, bytes_in, packets_out, packets_in, tcp_flags,
          community_id, account, asset, ics, features, sensor_alerts)
        SELECT observed_at, event_id, site, source, seq, sensor, started_at, src_ip, src_port, dst_ip,
          dst_port, protocol, service, state, duration_micros, bytes_out, bytes_in, packets_out, packets_in, tcp_flags,
          community_id, account, asset, ics::jsonb, features::jsonb, string_to_array(sensor_alerts, chr(31))
        FROM UNNEST($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::timestamptz[],
          $8::text[], $9::int[], $10::text[], $11::int[], $12::text[], $13::text[], $14::text[], $15::bigint[],
          $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[], $20::int[], $21::text[], $22::text[], $23::text[],
          $24::text[], $25::text[], $26::text[])
          AS f (observed_at, event_id, site, source, seq, sensor, started_at, src_ip, src_port, dst_ip,
          dst_port, protocol, service, state, duration_micros, bytes_out, bytes_in, packets_out, packets_in, tcp_flags,
          community_id, account, asset, ics, features, sensor_alerts)
        ON CONFLICT DO NOTHING
        RETURNING site, observed_at, protocol, service, state, bytes_out, bytes_in),
      totals AS (
        INSERT INTO site_totals (site, shard, flows)
        SELECT site, pg_backend_pid() % 16, count(*) FROM added GROUP BY 1 ORDER BY 1
        ON CONFLICT (site, shard) DO UPDATE SET flows = site_totals.flows + excluded.flows)
      INSERT INTO flow_minutes (site, minute, protocol, service, state, shard, flows, bytes)
      SELECT site, date_trunc('minute', observed_at, 'UTC') AS minute, coalesce(protocol, ''), coalesce(service, ''),
        coalesce(state, ''), pg_backend_pid() % 16, count(*), sum(coalesce(bytes_out, 0) + coalesce(bytes_in, 0))
      FROM added GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
      ON CONFLICT (site, minute, protocol, service, state, shard)
      DO UPDATE SET flows = flow_minutes.flows + excluded.flows, bytes = flow_minutes.bytes + excluded.bytes""";

  private FlowStore() {}

  static Future<Void> insert(SqlConnection db, List<FlowObserved> flows) {
    return RowStore.insert(db, FLOWS, columns(flows));
  }

  private static Columns<FlowObserved> columns(List<FlowObserved> flows) {
    return new Columns<>(flows)
        .times(FlowObserved::observedAt)
        .ids(FlowObserved::eventId)
        .texts(FlowObserved::site)
        .texts(FlowObserved::source)
        .longs(FlowObserved::seq)
        .texts(FlowObserved::sensor)
        .times(FlowObserved::startedAt)
        .texts(FlowObserved::srcIp)
        .ints(FlowObserved::srcPort)
        .texts(FlowObserved::dstIp)
        .ints(FlowObserved::dstPort)
        .texts(FlowObserved::protocol)
        .texts(FlowObserved::service)
        .texts(flow -> VerdictStore.nameOf(flow.state()))
        .longs(FlowObserved::durationMicros)
        .longs(FlowObserved::bytesOut)
        .longs(FlowObserved::bytesIn)
        .longs(FlowObserved::packetsOut)
        .longs(FlowObserved::packetsIn)
        .ints(FlowObserved::tcpFlags)
        .texts(FlowObserved::communityId)
        .texts(FlowObserved::account)
        .texts(FlowObserved::asset)
        .texts(flow -> icsOf(flow.ics()))
        .texts(flow -> featuresOf(flow.features()))
        .lists(FlowObserved::sensorAlerts);
  }

  private static @Nullable String icsOf(@Nullable IcsMessage ics) {
    return ics == null ? null : StorableJson.of(FlowBytes.text(ics));
  }

  private static @Nullable String featuresOf(@Nullable Features features) {
    return features == null ? null : StorableJson.of(FlowBytes.text(features));
  }
}
