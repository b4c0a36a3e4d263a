package io.fedics.app.fl;

import io.fedics.app.folder.OwnerOnly;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The privacy ledger in a data folder. */
final class FlLedger {
  private FlLedger() {}

  /**
   * Makes the folder when it is absent, and keeps it to its owner.
   *
   * @throws UsageException when the folder's ledger is not sound
   */
  static LedgerFile open(Path folder, Optional<PrivacyBudget> budget) {
    try {
      OwnerOnly.createFolders(folder);
      return LedgerFile.open(folder, budget);
    } catch (IOException | LedgerException e) {
      throw unsound(folder, e);
    }
  }

  private static UsageException unsound(Path folder, Exception cause) {
    return new UsageException(
        "--data-dir: " + folder + " (expected: a folder with a sound ledger): "
            + cause.getMessage(),
        cause);
  }
}
