-- What happened in federated trainings. kind is the record's schema without its version; round and client are null where a
-- record has none.
CREATE TABLE fl_events (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  kind text NOT NULL,
  run text NOT NULL,
  round int,
  client text,
  record jsonb NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX fl_events_kind ON fl_events (kind, observed_at, event_id);
CREATE INDEX fl_events_run ON fl_events (run, round);
CREATE INDEX fl_events_persisted ON fl_events (txid, position);
CREATE INDEX fl_events_ingested ON fl_events USING brin (ingested_at);

CREATE TABLE fl_events_default PARTITION OF fl_events DEFAULT;
DO $$
DECLARE
  this_week date := date_trunc('week', now() AT TIME ZONE 'UTC')::date;
BEGIN
  FOR week IN -1 .. 2 LOOP
    PERFORM create_week_partition('fl_events', this_week + 7 * week);
  END LOOP;
END $$;
