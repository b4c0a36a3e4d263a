package io.fedics.fl.privacy.ledger;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Of a chain of rows: a privacy ledger, an audit trail.
 *
 * @param rows found
 * @param isValid whether rows, hashes, the signed head and what follows from the rows (every epsilon) are what was written
 * @param firstBadRow from 1; the first missing one when rows were cut off; empty where the fault is in no row
 * @param detail what is wrong, or what is worth knowing of a good ledger
 */
public record LedgerVerdict(
    long rows, boolean isValid, OptionalLong firstBadRow, Optional<String> detail) {

  public static LedgerVerdict good(long rows, Optional<String> detail) {
    return new LedgerVerdict(rows, true, OptionalLong.empty(), detail);
  }

  public static LedgerVerdict bad(long rows, long row, String detail) {
    return new LedgerVerdict(rows, false, OptionalLong.of(row), Optional.of(detail));
  }

  /** What stands of this verdict of the rows when their head cannot be checked: a bad row is worth knowing all the same. */
  public LedgerVerdict unproven(String fault) {
    return new LedgerVerdict(rows, false, firstBadRow, Optional.of(fault));
  }

  /** The fault is in no row. */
  public static LedgerVerdict unsigned(long rows, String detail) {
    return new LedgerVerdict(rows, false, OptionalLong.empty(), Optional.of(detail));
  }
}
