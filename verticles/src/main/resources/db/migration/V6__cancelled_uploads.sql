-- Somebody may call an uploaded file off while its rows are judged; what was judged until then stays.
ALTER TABLE upload_batches DROP CONSTRAINT upload_batches_status_check;
ALTER TABLE upload_batches ADD CONSTRAINT upload_batches_status_check
  CHECK (status IN ('reading', 'done', 'failed', 'cancelled'));
