-- Who did what, hash-chained: line is the row's text, JSON with the hash of the row before. Only ever appended to, in the
-- transaction of the decision itself; kept for ever. Its first row says where incident_history stood when it began.
CREATE TABLE audit_trail (
  number bigint PRIMARY KEY CHECK (number > 0),
  line text NOT NULL
);

-- How long the chain is and where it ends, signed by a key outside the database. One row, replaced with every decision; who
-- writes locks it.
CREATE TABLE audit_trail_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  head text NOT NULL
);
