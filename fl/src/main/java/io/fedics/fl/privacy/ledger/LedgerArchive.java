package io.fedics.fl.privacy.ledger;

import java.util.List;
import java.util.Optional;

/**
 * Where a chain is kept that several processes may write: a database. Calls block. A row and the head that counts it appear
 * together or not at all.
 */
public interface LedgerArchive {

  /**
   * What is kept, of one moment.
   *
   * @param lines in order of their rows, as {@link LedgerLine} writes them
   * @param head signed; empty when there is none
   */
  record Kept(List<String> lines, Optional<String> head) {
    public Kept {
      lines = List.copyOf(lines);
    }
  }

  /**
   * @throws LedgerException when it cannot be read
   */
  Kept read();

  /**
   * Keeps the head of no rows; changes nothing where a head or a row is.
   *
   * @throws LedgerException when it cannot be written
   */
  void begin(String head);

  /**
   * Adds a row and puts its head in place of the one before, for good when it returns.
   *
   * @param row number of the row, from 1
   * @param before head that is kept now
   * @throws LedgerException when another head is kept, so somebody else wrote, or when it cannot be written; the row may be
   *     kept nevertheless when the answer was lost
   */
  void append(long row, String line, String before, String head);
}
