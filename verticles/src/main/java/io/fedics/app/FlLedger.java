package io.fedics.app;

import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.shared.error.UsageException;
import java.nio.file.Path;
import java.util.Optional;

/** The privacy ledger in a data folder. */
final class FlLedger {
  private FlLedger() {}

  /**
   * @throws UsageException when the folder's ledger is not sound
   */
  static LedgerFile open(Path folder, Optional<PrivacyBudget> budget) {
    try {
      return LedgerFile.open(folder, budget);
    } catch (LedgerException e) {
      throw unsound(folder, e);
    }
  }

  static UsageException unsound(Path folder, Exception cause) {
    return new UsageException(
        "--data-dir: " + folder + " (expected: a folder with a sound ledger): "
            + cause.getMessage(),
        cause);
  }
}
