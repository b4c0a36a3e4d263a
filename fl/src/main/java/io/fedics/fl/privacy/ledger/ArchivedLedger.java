package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.PrivacyUnit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A ledger in an archive, with rows, hashes and checks of {@link LedgerFile}; the key that signs its head is in a folder
 * outside. Thread-safe; charging blocks. Several processes may charge: who finds that another was faster reads the chain
 * again.
 */
public final class ArchivedLedger implements PrivacyLedger {
  /** Signs the heads of an archive's ledger; is there as soon as the ledger is. */
  public static final String KEY = "privacy-ledger-database.key";

  /** How often a charge begins again because another process charged meanwhile. */
  private static final int MOST_TRIES = 5;

  private final LedgerArchive archive;
  private final LedgerKey key;
  private final Optional<PrivacyBudget> budget;
  private LedgerState state = new LedgerState();
  private Optional<LedgerHead> head = Optional.empty();

  private ArchivedLedger(LedgerArchive archive, LedgerKey key, Optional<PrivacyBudget> budget) {
    this.archive = archive;
    this.key = key;
    this.budget = budget;
  }

  /**
   * Opens the archive's ledger and checks all of it; makes one where there is none.
   *
   * @param keyFolder exists; holds {@link #KEY}
   * @param budget of each site and unit; empty: everything is charged and nothing refused
   * @throws LedgerException when it is broken or unreadable, or when the key or the rows are gone
   */
  public static ArchivedLedger open(
      LedgerArchive archive, Path keyFolder, Optional<PrivacyBudget> budget) {
    try {
      LedgerKey key = key(archive, new KeyFile(NAME, keyFolder.resolve(KEY)));
      var ledger = new ArchivedLedger(archive, key, budget);
      ledger.follow();
      return ledger;
    } catch (IOException e) {
      throw new LedgerException(
          "privacy ledger: " + keyFolder.resolve(KEY) + " cannot be read or written", e);
    }
  }

  private static LedgerKey key(LedgerArchive archive, KeyFile file) throws IOException {
    if (!file.isNamed()) {
      if (!file.isMade() && archive.read().head().isPresent()) {
        throw file.missing();
      }
      archive.begin(file.key().sign(0, LedgerLine.NO_HASH).text());
      file.name();
    }
    return file.key();
  }

  /** From the first row: another process may have written. */
  private void follow() {
    LedgerArchive.Kept kept = archive.read();
    LedgerChain.Reading reading = reading(kept, key);
    LedgerVerdict verdict = reading.verdict();
    if (!verdict.isValid()) {
      throw new LedgerException(
          "privacy ledger: the database's is broken at row %s: %s (expected: as it was written)"
              .formatted(
                  verdict.firstBadRow().isPresent() ? verdict.firstBadRow().getAsLong() : "none",
                  verdict.detail().orElse("")));
    }
    state = reading.state();
    head = kept.head().flatMap(LedgerHead::read);
  }

  private static LedgerChain.Reading reading(LedgerArchive.Kept kept, LedgerKey key) {
    var text = new StringBuilder();
    kept.lines().forEach(line -> text.append(line).append('\n'));
    return LedgerChain.read(
        text.toString().getBytes(StandardCharsets.UTF_8),
        kept.head().flatMap(LedgerHead::read).filter(key::signed));
  }

  /**
   * Checks an archive's ledger without changing it, also while it is written.
   *
   * @return the verdict; rows 0 and valid where no ledger was ever made, not valid where the key is missing or damaged
   * @throws LedgerException when it cannot be read
   */
  public static LedgerVerdict verify(LedgerArchive archive, Path keyFolder) {
    LedgerArchive.Kept kept = archive.read();
    var file = new KeyFile(NAME, keyFolder.resolve(KEY));
    if (!file.isNamed() && kept.head().isEmpty() && kept.lines().isEmpty()) {
      return LedgerVerdict.good(0, Optional.of("no ledger: nothing was charged here"));
    }
    return file.verdict(
        () -> LedgerChain.verify(kept.lines()), key -> reading(kept, key).verdict());
  }

  @Override
  public synchronized LedgerRow charge(Spend spend) {
    budget.ifPresent(limit -> limit.requireDelta(spend));
    LedgerException last = new LedgerException("privacy ledger: not charged");
    for (int left = MOST_TRIES; left > 0; left--) {
      if (head.isEmpty()) {
        follow(); // a write failed before, or somebody else's was faster
      }
      LedgerRow row = state.next(spend);
      budget.ifPresent(limit -> limit.require(row, state.stepsWith(spend)));
      LedgerHead before =
          head.orElseThrow(() -> new LedgerException("privacy ledger: there is no signed head"));
      head = Optional.empty(); // until the row is surely kept
      LedgerHead after = key.sign(row.number(), row.hash());
      try {
        archive.append(row.number(), LedgerLine.write(row), before.text(), after.text());
      } catch (LedgerException e) {
        last = e;
        continue;
      }
      state.append(row);
      head = Optional.of(after);
      return row;
    }
    throw last;
  }

  /** Signed, for publication: who kept it can tell when rows before it change or go. */
  public synchronized Optional<LedgerHead> head() {
    return head;
  }

  @Override
  public synchronized Optional<Spent> spent(String site, PrivacyUnit unit) {
    return state.spent(site, unit);
  }
}
