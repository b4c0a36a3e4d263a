-- The spine: stage runtime, ingest ownership, event tables, incidents.
--
-- Event tables share six columns: event_id (deterministic), site, observed_at (event time), ingested_at, txid and position.
-- (txid, position) is the order of persistence: a reader that asks for rows behind a pair and below the oldest running
-- transaction (txid < pg_snapshot_xmin(pg_current_snapshot())) never skips a row that commits late.
-- Partitioned by observed_at: weeks near now, DEFAULT for everything else (a capture of 2017). Pruned by ingested_at.

-- Stage runtime ------------------------------------------------------------------------------------------------------

-- One row per stage and partition: only the newest epoch may save.
CREATE TABLE stage_offsets (
  stage text NOT NULL,
  part int NOT NULL,
  epoch bigint NOT NULL,
  topic_ids text[] NOT NULL,
  next bigint[] NOT NULL,
  progress jsonb NOT NULL DEFAULT '{}',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (stage, part)
);

CREATE TABLE stage_state (
  stage text NOT NULL,
  part int NOT NULL,
  key text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (stage, part, key)
);

-- One ingest owner per site; mark = newest published epoch second, null = none.
CREATE TABLE ingest_sites (
  site text PRIMARY KEY,
  epoch bigint NOT NULL,
  owner text NOT NULL,
  mark bigint,
  kind text NOT NULL CHECK (kind IN ('file', 'live')),
  file_sha256 text,
  first_second bigint,
  ended boolean NOT NULL DEFAULT false,
  latitude float8,
  longitude float8,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Events -------------------------------------------------------------------------------------------------------------

CREATE SEQUENCE event_positions CACHE 1;

CREATE TABLE flows (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  source text NOT NULL,
  seq bigint NOT NULL,
  sensor text NOT NULL,
  started_at timestamptz,
  src_ip text,
  src_port int,
  dst_ip text,
  dst_port int,
  protocol text,
  service text,
  state text,
  duration_micros bigint,
  bytes_out bigint,
  bytes_in bigint,
  packets_out bigint,
  packets_in bigint,
  tcp_flags int,
  community_id text,
  account text,
  asset text,
  ics jsonb,
  features jsonb,
  sensor_alerts text[],
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX flows_site ON flows (site, observed_at, event_id);
CREATE INDEX flows_src_ip ON flows (src_ip, observed_at);
CREATE INDEX flows_dst_ip ON flows (dst_ip, observed_at);
CREATE INDEX flows_persisted ON flows (txid, position);
CREATE INDEX flows_ingested ON flows USING brin (ingested_at);

CREATE TABLE anomalies (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  second bigint NOT NULL,
  host text NOT NULL,
  detector text NOT NULL,
  rule text NOT NULL,
  label text NOT NULL,
  role text NOT NULL,
  score float8 NOT NULL,
  is_anomaly boolean NOT NULL,
  port int,
  protocol text,
  peers text[] NOT NULL,
  flow_id uuid,
  record jsonb NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX anomalies_site ON anomalies (site, observed_at, event_id);
CREATE INDEX anomalies_host ON anomalies (host, observed_at);
CREATE INDEX anomalies_persisted ON anomalies (txid, position);
CREATE INDEX anomalies_ingested ON anomalies USING brin (ingested_at);

CREATE TABLE classifications (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  second bigint NOT NULL,
  host text NOT NULL,
  label text NOT NULL,
  score float8 NOT NULL,
  is_anomaly boolean NOT NULL,
  attacker text NOT NULL,
  detectors text[] NOT NULL,
  rules text[] NOT NULL,
  port int,
  protocol text,
  record jsonb NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX classifications_site ON classifications (site, observed_at, event_id);
CREATE INDEX classifications_host ON classifications (host, observed_at);
CREATE INDEX classifications_persisted ON classifications (txid, position);
CREATE INDEX classifications_ingested ON classifications USING brin (ingested_at);

CREATE TABLE predictions (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  second bigint NOT NULL,
  host text NOT NULL,
  label text NOT NULL,
  severity float8 NOT NULL,
  level text NOT NULL,
  escalated boolean NOT NULL,
  attacker text NOT NULL,
  record jsonb NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX predictions_site ON predictions (site, observed_at, event_id);
CREATE INDEX predictions_host ON predictions (host, observed_at);
CREATE INDEX predictions_persisted ON predictions (txid, position);
CREATE INDEX predictions_ingested ON predictions USING brin (ingested_at);

-- kind: alert-raised, alert-updated, incident-status; a status change has no label, level, severity or attacker.
CREATE TABLE alerts (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  kind text NOT NULL,
  incident_id uuid NOT NULL,
  label text,
  level text,
  severity float8,
  attacker text,
  status text,
  record jsonb NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX alerts_site ON alerts (site, observed_at, event_id);
CREATE INDEX alerts_incident ON alerts (incident_id);
CREATE INDEX alerts_persisted ON alerts (txid, position);
CREATE INDEX alerts_ingested ON alerts USING brin (ingested_at);

-- site is empty: an unreadable record tells no site.
CREATE TABLE dead_letters (
  event_id uuid NOT NULL,
  site text NOT NULL,
  observed_at timestamptz NOT NULL,
  reason text NOT NULL,
  topic text NOT NULL,
  part int NOT NULL,
  record_offset bigint NOT NULL,
  length bigint NOT NULL,
  record jsonb NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions'),
  PRIMARY KEY (observed_at, event_id)
) PARTITION BY RANGE (observed_at);
CREATE INDEX dead_letters_persisted ON dead_letters (txid, position);
CREATE INDEX dead_letters_ingested ON dead_letters USING brin (ingested_at);

-- Counts -------------------------------------------------------------------------------------------------------------

-- Flows per minute and kind, raised in the transaction that stores the flows. shard spreads the writers over rows:
-- read sums over it. Unknown protocol, service and state are ''.
CREATE TABLE flow_minutes (
  site text NOT NULL,
  minute timestamptz NOT NULL,
  protocol text NOT NULL,
  service text NOT NULL,
  state text NOT NULL,
  shard int NOT NULL,
  flows bigint NOT NULL,
  bytes bigint NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (site, minute, protocol, service, state, shard)
) WITH (fillfactor = 70);

-- Hosts judged benign in one second, per partition of classify; second is an epoch second.
CREATE TABLE benign_counts (
  site text NOT NULL,
  second bigint NOT NULL,
  part int NOT NULL,
  hosts bigint NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (site, second, part) INCLUDE (hosts)
);
CREATE INDEX benign_counts_ingested ON benign_counts USING brin (ingested_at);

-- Who talked to whom in one minute; minute is the epoch second of its start.
CREATE TABLE edges (
  site text NOT NULL,
  minute bigint NOT NULL,
  from_host text NOT NULL,
  to_host text NOT NULL,
  event_id uuid NOT NULL,
  flows bigint NOT NULL,
  bytes bigint NOT NULL,
  ingested_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (site, minute, from_host, to_host, event_id)
);
CREATE INDEX edges_ingested ON edges USING brin (ingested_at);

-- Incidents ----------------------------------------------------------------------------------------------------------

-- record is the snapshot's wire JSON; status and assignee belong to people and are not touched by the pipeline.
-- txid and position rise with every change, so they are the row's version as well.
CREATE TABLE incidents (
  id uuid PRIMARY KEY,
  site text NOT NULL,
  label text NOT NULL,
  level text NOT NULL,
  severity float8 NOT NULL,
  attacker text NOT NULL,
  victims text[] NOT NULL,
  status text NOT NULL DEFAULT 'new'
    CHECK (status IN ('new', 'acknowledged', 'reopened', 'resolved', 'false-positive')),
  assignee text,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  verdicts bigint NOT NULL,
  summary text NOT NULL,
  record jsonb NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  acknowledged_by text,
  acknowledged_at timestamptz,
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint NOT NULL DEFAULT nextval('event_positions')
);
CREATE INDEX incidents_open ON incidents (severity DESC, last_seen DESC, id)
  WHERE status IN ('new', 'acknowledged', 'reopened');
CREATE INDEX incidents_severity ON incidents (severity DESC, last_seen DESC, id);
CREATE INDEX incidents_last_seen ON incidents (last_seen DESC, id);
CREATE INDEX incidents_site ON incidents (site, last_seen DESC);
CREATE INDEX incidents_attacker ON incidents (attacker);
CREATE INDEX incidents_persisted ON incidents (txid, position);

-- action: opened, acknowledge, resolve, false-positive, reopen, note, assign. request_key is the Idempotency-Key of
-- the request, so that a repeated request is answered, not done again. position compares with that of the incident: what
-- a person did after somebody else last looked.
CREATE TABLE incident_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  by text NOT NULL,
  action text NOT NULL,
  status text NOT NULL,
  note text,
  request_key text UNIQUE,
  position bigint NOT NULL DEFAULT nextval('event_positions')
);
CREATE INDEX incident_history_incident ON incident_history (incident_id, id);

-- Alerts on their way to Kafka: published in order of id, deleted when acknowledged.
CREATE TABLE incident_outbox (
  id bigserial PRIMARY KEY,
  key text NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Partitions ---------------------------------------------------------------------------------------------------------

-- Makes the partition of one week, Monday 00:00 UTC to the next. Rows of that week which DEFAULT already holds move.
-- Returns false when the partition is there already.
CREATE FUNCTION create_week_partition(parent text, monday date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  week text := parent || to_char(monday, '"_"IYYY"w"IW');
  starts timestamptz := monday::timestamp AT TIME ZONE 'UTC';
  ends timestamptz := (monday + 7)::timestamp AT TIME ZONE 'UTC';
BEGIN
  IF to_regclass(week) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', week, parent);
  EXECUTE format(
    'WITH moved AS (DELETE FROM %I WHERE observed_at >= %L AND observed_at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
    parent || '_default', starts, ends, week);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, week, starts, ends);
  RETURN true;
END $$;

DO $$
DECLARE
  parent text;
  this_week date := date_trunc('week', now() AT TIME ZONE 'UTC')::date;
BEGIN
  FOREACH parent IN ARRAY ARRAY['flows', 'anomalies', 'classifications', 'predictions', 'alerts', 'dead_letters'] LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', parent || '_default', parent);
    FOR week IN -1 .. 2 LOOP
      PERFORM create_week_partition(parent, this_week + 7 * week);
    END LOOP;
  END LOOP;
END $$;

-- True when the address lies in the range; false for anything that is no address.
CREATE FUNCTION address_in(address text, range text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN address::inet <<= range::inet;
EXCEPTION WHEN invalid_text_representation THEN
  RETURN false;
END $$;
