-- All flows of a site ever stored, raised in the transaction that stores them: two readings a second apart are its rate.
-- shard spreads the writers over rows.
CREATE TABLE site_totals (
  site text NOT NULL,
  shard int NOT NULL,
  flows bigint NOT NULL,
  PRIMARY KEY (site, shard)
) WITH (fillfactor = 50);
