-- Several processes with persist make the same week at the same time: one after the other, and the second finds it there.
CREATE OR REPLACE FUNCTION create_week_partition(parent text, monday date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  week text := parent || to_char(monday, '"_"IYYY"w"IW');
  starts timestamptz := monday::timestamp AT TIME ZONE 'UTC';
  ends timestamptz := (monday + 7)::timestamp AT TIME ZONE 'UTC';
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('create_week_partition'));
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
