-- When an uploaded file's process last told how far it is: one that is silent has ended and does not read it any more.
ALTER TABLE upload_batches ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
