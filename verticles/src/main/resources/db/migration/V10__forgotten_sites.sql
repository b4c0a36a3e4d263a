-- A site that ended longer ago than anything of it is kept is forgotten by all stages: 'begun' before the log says so, 'done' when
-- it does, null again when something of the site is passed. The row stays, so that the same file again adds nothing.
ALTER TABLE ingest_sites ADD COLUMN forgetting text CHECK (forgetting IN ('begun', 'done'));
