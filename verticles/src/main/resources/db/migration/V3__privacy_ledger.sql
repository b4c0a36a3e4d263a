-- What was spent on privacy, hash-chained: line is the row's canonical text, JSON with the hash of the row before. Only
-- ever appended to; kept for ever, budgets hold over all runs.
CREATE TABLE privacy_ledger (
  number bigint PRIMARY KEY CHECK (number > 0),
  line text NOT NULL,
  charged_at timestamptz NOT NULL DEFAULT now()
);

-- How long the chain is and where it ends, signed by a key outside the database. One row, replaced with every charge.
CREATE TABLE privacy_ledger_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  head text NOT NULL
);
