package io.fedics.federate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.ArchivedLedger;
import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.fedics.fl.privacy.ledger.LedgerArchive;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.LedgerRow;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.Spend;
import io.fedics.persist.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain in a real PostgreSQL: what a file does, and several processes at it. */
class LedgerStoreIT {
  private static final PrivacyBudget BUDGET = new PrivacyBudget(1, 1e-5);
  private static TestDatabase database;
  private static Vertx vertx;
  private static Pool pool;

  @TempDir
  private Path folder;

  private LedgerStore store;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.start();
    pool = database.pool(vertx);
  }

  @AfterAll
  static void stop() {
    var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
  }

  @BeforeEach
  void empty() throws Exception {
    sql("TRUNCATE privacy_ledger, privacy_ledger_head");
    store = new LedgerStore(vertx, pool);
  }

  @Test
  void charge_afterRestart_continuesTheSameChainToTheLastBit() throws IOException {
    ArchivedLedger first = ArchivedLedger.open(store, folder, Optional.empty());
    LedgerRow one = first.charge(spend(1));
    LedgerRow two = ArchivedLedger.open(store, folder, Optional.empty()).charge(spend(2));

    assertThat(two.number()).isEqualTo(2);
    assertThat(two.previous()).isEqualTo(one.hash());
    Path other = Files.createDirectory(folder.resolve("file"));
    try (LedgerFile file = LedgerFile.open(other, Optional.empty())) {
      file.charge(spend(1));
      assertThat(file.charge(spend(2))).isEqualTo(two);
    }
    assertThat(verify())
        .extracting(LedgerVerdict::isValid, LedgerVerdict::rows)
        .containsExactly(true, 2L);
  }

  @Test
  void charge_passingTheBudgetAfterRestart_isRefusedAndNotWritten() {
    int taken = 0;
    try {
      while (taken < 100) {
        ArchivedLedger.open(store, folder, Optional.of(BUDGET)).charge(spend(taken + 1));
        taken++;
      }
    } catch (BudgetExceededException e) {
      assertThat(e).hasMessageContaining("expected: at most 1.0");
    }
    assertThat(taken).isBetween(1, 99);
    assertThat(verify().rows()).isEqualTo(taken);
  }

  @Test
  void release_dyingBeforeItReleased_staysSpent() {
    ArchivedLedger ledger = ArchivedLedger.open(store, folder, Optional.empty());
    assertThatThrownBy(() -> ledger.release(spend(1), () -> {
          throw new IllegalStateException("killed");
        }))
        .hasMessage("killed");
    assertThat(ArchivedLedger.open(store, folder, Optional.empty())
            .spent("federation", PrivacyUnit.CLIENT))
        .isPresent();
  }

  /** The answer to a commit is lost: nobody knows whether the row is kept, so it counts. */
  @Test
  void charge_lostAnswer_isNeverForgotten() {
    var forgetful = new LostAnswer(store);
    ArchivedLedger ledger = ArchivedLedger.open(forgetful, folder, Optional.empty());
    LedgerRow row = ledger.charge(spend(1));
    assertThat(row.number()).isEqualTo(2); // the one whose answer was lost is spent as well
    assertThat(verify())
        .extracting(LedgerVerdict::isValid, LedgerVerdict::rows)
        .containsExactly(true, 2L);
  }

  @Test
  void charge_ofTwoAtOnce_losesNone() throws Exception {
    List<Callable<LedgerRow>> charges = new ArrayList<>();
    for (int process = 0; process < 2; process++) {
      ArchivedLedger ledger = ArchivedLedger.open(store, folder, Optional.empty());
      charges.add(() -> {
        ledger.charge(spend(1));
        ledger.charge(spend(2));
        return ledger.charge(spend(3));
      });
    }
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var charge : threads.invokeAll(charges)) {
        assertThat(charge.get().number()).isBetween(3L, 6L);
      }
    }
    assertThat(verify())
        .extracting(LedgerVerdict::isValid, LedgerVerdict::rows)
        .containsExactly(true, 6L);
  }

  @Test
  void verify_changedRow_isNamedAndNothingIsChargedOnIt() throws Exception {
    charge(3);
    sql(
        "UPDATE privacy_ledger SET line = replace(line, '\"round\":2', '\"round\":7') WHERE number = 2");
    assertThat(verify().firstBadRow()).hasValue(2);
    assertThatThrownBy(() -> ArchivedLedger.open(store, folder, Optional.empty()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("broken at row 2");
  }

  @Test
  void verify_lastRowCutOff_isMissed() throws Exception {
    charge(3);
    sql("DELETE FROM privacy_ledger WHERE number = 3");
    assertThat(verify().firstBadRow()).hasValue(3);
  }

  @Test
  void open_allRowsAndHeadGone_isRefused() throws Exception {
    charge(1);
    sql("TRUNCATE privacy_ledger, privacy_ledger_head");
    assertThatThrownBy(() -> ArchivedLedger.open(store, folder, Optional.empty()))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void open_keyGone_isRefused() throws Exception {
    charge(1);
    Files.delete(folder.resolve(ArchivedLedger.KEY));
    assertThatThrownBy(() -> ArchivedLedger.open(store, folder, Optional.empty()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("is missing");
    assertThat(verify().isValid()).isFalse();
    assertThat(verify().rows()).isEqualTo(1);
    assertThat(verify().detail().orElseThrow()).contains("is missing");
  }

  private void charge(int rounds) {
    ArchivedLedger ledger = ArchivedLedger.open(store, folder, Optional.empty());
    for (int round = 1; round <= rounds; round++) {
      ledger.charge(spend(round));
    }
  }

  private LedgerVerdict verify() {
    return ArchivedLedger.verify(store, folder);
  }

  private static Spend spend(int round) {
    return new Spend(
        "federation",
        "run",
        round,
        PrivacyUnit.CLIENT,
        "clipped mean",
        new GaussianSteps(1, 8, 1),
        1e-5,
        "rdp");
  }

  private static void sql(String text) throws Exception {
    var done = new java.util.concurrent.CompletableFuture<Void>();
    vertx.runOnContext(_ -> {
      Future<?> answer = pool.query(text).execute();
      answer.onSuccess(_ -> done.complete(null)).onFailure(done::completeExceptionally);
    });
    done.get();
  }

  /** Keeps the first row and does not say so. */
  private static final class LostAnswer implements LedgerArchive {
    private final LedgerArchive kept;
    private boolean lost;

    LostAnswer(LedgerArchive kept) {
      this.kept = kept;
    }

    @Override
    public Kept read() {
      return kept.read();
    }

    @Override
    public void begin(String head) {
      kept.begin(head);
    }

    @Override
    public void append(long row, String line, String before, String head) {
      kept.append(row, line, before, head);
      if (!lost) {
        lost = true;
        throw new LedgerException("privacy ledger: the database does not answer");
      }
    }
  }
}
