-- What models of published tables said of records: from flows, questions over HTTP, uploads and tests.
-- label, score and model are empty exactly when failure says why there is no verdict; such a row is no normal one.
CREATE TABLE scored_records (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  origin text NOT NULL,
  record_id uuid NOT NULL,
  batch uuid,
  line bigint,
  src_ip text,
  dst_ip text,
  features text NOT NULL,
  label text,
  score float8,
  alarm boolean NOT NULL,
  model text,
  failure text,
  record jsonb NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  CHECK ((label IS NULL) = (failure IS NOT NULL)),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX scored_records_site ON scored_records (site, observed_at, event_id);
CREATE INDEX scored_records_alarm ON scored_records (observed_at, event_id) WHERE alarm;
CREATE INDEX scored_records_batch ON scored_records (batch, line) WHERE batch IS NOT NULL;
CREATE INDEX scored_records_persisted ON scored_records (txid, position);
CREATE INDEX scored_records_ingested ON scored_records USING brin (ingested_at);

-- One uploaded file. labels: rows by label; errors: the first rows that could not be judged, {line, reason}.
CREATE TABLE upload_batches (
  id uuid PRIMARY KEY,
  file_name text NOT NULL,
  sent_by text NOT NULL,
  site text NOT NULL,
  features text NOT NULL,
  model text NOT NULL,
  status text NOT NULL CHECK (status IN ('reading', 'done', 'failed')),
  rows bigint NOT NULL DEFAULT 0,
  alarms bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  labels jsonb NOT NULL DEFAULT '{}',
  errors jsonb NOT NULL DEFAULT '[]',
  failure text,
  ended_at timestamptz,
  ingested_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX upload_batches_ingested ON upload_batches (ingested_at DESC, id);

DO $$
DECLARE
  this_week date := date_trunc('week', now() AT TIME ZONE 'UTC')::date;
BEGIN
  CREATE TABLE scored_records_default PARTITION OF scored_records DEFAULT;
  FOR week IN -1 .. 2 LOOP
    PERFORM create_week_partition('scored_records', this_week + 7 * week);
  END LOOP;
END $$;
