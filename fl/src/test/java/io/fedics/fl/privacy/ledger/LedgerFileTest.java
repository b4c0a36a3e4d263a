package io.fedics.fl.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.RdpAccountant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerFileTest {
  private static final Optional<PrivacyBudget> UNLIMITED = Optional.empty();

  @TempDir
  private Path folder;

  @Test
  void charge_manyRounds_composeToTheAccountantsFigure() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      for (int round = 1; round <= 5; round++) {
        ledger.charge(spend("a", round));
      }
      assertThat(ledger.spent("a", PrivacyUnit.RECORD).map(Spent::epsilon))
          .hasValue(
              new RdpAccountant().cost(new GaussianSteps(0.01, 1.1, 500), 1e-5).epsilon());
    }
  }

  @Test
  void charge_afterRestart_goesOnToTheLastBit() {
    List<LedgerRow> whole = new ArrayList<>();
    Path other = folder.resolve("other");
    assertThat(other.toFile().mkdir()).isTrue();
    try (var ledger = LedgerFile.open(other, UNLIMITED)) {
      for (int round = 1; round <= 4; round++) {
        whole.add(ledger.charge(spend(round % 2 == 0 ? "a" : "b", round)));
      }
    }
    for (int round = 1; round <= 4; round++) {
      try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
        LedgerRow row = ledger.charge(spend(round % 2 == 0 ? "a" : "b", round));
        assertThat(row).isEqualTo(whole.get(round - 1));
      }
    }
    assertThat(folder.resolve(LedgerFile.ROWS))
        .hasSameTextualContentAs(other.resolve(LedgerFile.ROWS));
  }

  @Test
  void charge_twoUnitsAndTwoSites_areNeverAddedTogether() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      double alone = ledger.charge(spend("a", 1)).epsilon();
      assertThat(ledger.charge(spend("b", 1)).epsilon()).isEqualTo(alone);
      var client = new Spend(
          "a", "run", 1, PrivacyUnit.CLIENT, "gaussian", new GaussianSteps(1, 5, 1), 1e-5, "rdp");
      ledger.charge(client);
      assertThat(ledger.spent("a", PrivacyUnit.RECORD).map(Spent::epsilon)).hasValue(alone);
      assertThat(ledger.spent("c", PrivacyUnit.CLIENT).map(Spent::epsilon)).isEmpty();
    }
  }

  @Test
  void charge_newRun_goesOnWithTheOldOnesSpends() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      double first = ledger.charge(spend("a", 1)).epsilon();
      var retrained = new Spend(
          "a",
          "next run",
          1,
          PrivacyUnit.RECORD,
          "gaussian",
          new GaussianSteps(0.01, 1.1, 100),
          1e-5,
          "rdp");
      assertThat(ledger.charge(retrained).epsilon()).isGreaterThan(first);
    }
  }

  @Test
  void charge_beyondTheBudget_isRefusedAlsoAfterRestartAndWritesNothing() throws IOException {
    var budget = Optional.of(new PrivacyBudget(1.2, 1e-5));
    int charged = 0;
    try (var ledger = LedgerFile.open(folder, budget)) {
      try {
        for (int round = 1; round <= 1000; round++) {
          ledger.charge(spend("a", round));
          charged = round;
        }
      } catch (BudgetExceededException e) {
        assertThat(e)
            .hasMessageContaining("round " + (charged + 1) + " of run")
            .hasMessageEndingWith(" per record at delta 1.0E-5, accountant rdp, "
                + 100 * (charged + 1)
                + " steps (expected: at most 1.2)");
      }
      assertThat(charged).isBetween(1, 999);
      assertThat(ledger.spent("a", PrivacyUnit.RECORD).map(Spent::epsilon).orElseThrow())
          .isLessThanOrEqualTo(1.2);
    }
    byte[] before = Files.readAllBytes(folder.resolve(LedgerFile.ROWS));
    int next = charged + 1;
    try (var ledger = LedgerFile.open(folder, budget)) {
      assertThatThrownBy(() -> ledger.charge(spend("a", next)))
          .isInstanceOf(BudgetExceededException.class);
      ledger.charge(spend("another site", 1));
    }
    assertThat(
            new String(Files.readAllBytes(folder.resolve(LedgerFile.ROWS)), StandardCharsets.UTF_8))
        .startsWith(new String(before, StandardCharsets.UTF_8))
        .hasLineCount(charged + 1);
  }

  @Test
  void release_anything_isChargedOnDiskFirst() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      long rowsSeen =
          ledger.release(spend("a", 1), () -> LedgerFile.verify(folder).rows());
      assertThat(rowsSeen).isEqualTo(1);
    }
  }

  @Test
  void release_beyondTheBudget_asksForNothing() {
    var asked = new AtomicBoolean();
    try (var ledger = LedgerFile.open(folder, Optional.of(new PrivacyBudget(1e-3, 1e-5)))) {
      assertThatThrownBy(() -> ledger.release(spend("a", 1), () -> asked.getAndSet(true)))
          .isInstanceOf(BudgetExceededException.class);
    }
    assertThat(asked).isFalse();
  }

  @Test
  void release_thatFails_staysSpent() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      assertThatThrownBy(() -> ledger.release(spend("a", 1), () -> {
            throw new IllegalStateException("aborted");
          }))
          .hasMessage("aborted");
      assertThat(ledger.spent("a", PrivacyUnit.RECORD).map(Spent::epsilon)).isPresent();
    }
  }

  @Test
  void charge_otherDeltaThanTheBudgets_isRefused() {
    try (var ledger = LedgerFile.open(folder, Optional.of(new PrivacyBudget(1, 1e-6)))) {
      assertThatThrownBy(() -> ledger.charge(spend("a", 1)))
          .hasMessage("delta: 1.0E-5 (expected: 1.0E-6, that of the budget)");
    }
  }

  @Test
  void charge_withoutNoise_isRefused() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      var bare = new Spend(
          "a", "run", 1, PrivacyUnit.RECORD, "none", new GaussianSteps(1, 0, 1), 1e-5, "rdp");
      assertThatThrownBy(() -> ledger.charge(bare)).hasMessageContaining("finite epsilon");
      assertThat(LedgerFile.verify(folder).rows()).isZero();
    }
  }

  @Test
  void charge_pld_isCheckedByPld() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      var spend = new Spend(
          "a", "run", 1, PrivacyUnit.CLIENT, "gaussian", new GaussianSteps(1, 5, 1), 1e-5, "PLD");
      assertThat(ledger.charge(spend).spend().accountant()).isEqualTo("pld");
    }
    assertThat(LedgerFile.verify(folder).isValid()).isTrue();
  }

  @Test
  void charge_textsThatNeedEscapes_comeBack() {
    String site = "a \"quoted\" \\ site\n\u2028 é 😀 \u0001\u007f";
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      ledger.charge(spend(site, 1));
    }
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      assertThat(ledger.spent(site, PrivacyUnit.RECORD).map(Spent::epsilon)).isPresent();
    }
    assertThat(LedgerFile.verify(folder).rows()).isEqualTo(1);
  }

  @Test
  void open_twice_isRefused() {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("in use");
      assertThat(ledger.head().rows()).isZero();
    }
  }

  @Test
  void charge_closedLedger_isRefused() {
    var ledger = LedgerFile.open(folder, UNLIMITED);
    ledger.close();
    assertThatThrownBy(() -> ledger.charge(spend("a", 1))).isInstanceOf(LedgerException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "site,             '\"site\":\"a\"',             '\"site\":\"b\"'",
    "round,            '\"round\":2',                '\"round\":9'",
    "unit,             '\"unit\":\"record\"',        '\"unit\":\"client\"'",
    "rate,             '\"sampling_rate\":0.01',     '\"sampling_rate\":0.001'",
    "noise,            '\"noise_multiplier\":1.1',   '\"noise_multiplier\":2.1'",
    "steps,            '\"steps\":100',              '\"steps\":10'",
    "delta,            '\"delta\":1.0E-5',           '\"delta\":1.0E-3'",
    "same number,      '\"delta\":1.0E-5',           '\"delta\":0.00001'",
    "garbage,          '{\"row\":2',                 'row 2'",
  })
  void verify_changedField_namesItsRow(String what, String from, String to) throws IOException {
    charge(2);
    edit(2, line -> line.replace(from, to));
    assertThat(firstBad()).as(what).isEqualTo(2);
    assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("broken at row 2");
  }

  @Test
  void verify_epsilonChangedAndHashRedone_namesTheRow() throws IOException {
    charge(4);
    edit(2, line -> {
      LedgerRow row = LedgerLine.read(line).orElseThrow();
      return LedgerLine.write(LedgerLine.chained(2, row.spend(), 0.01, row.previous()));
    });
    assertThat(firstBad()).isEqualTo(2);
    assertThat(LedgerFile.verify(folder).detail().orElseThrow()).contains("the accountant says");
  }

  /** Another machine's exponential may differ in the last digit. */
  @ParameterizedTest
  @CsvSource({"1e-12, true", "-1e-12, true", "1e-6, false", "-1e-6, false"})
  void verify_epsilonOffALittle_isRoundingOrNot(double relative, boolean isValid) {
    var state = new LedgerState();
    LedgerRow row = state.next(spend("a", 1));
    LedgerRow other =
        LedgerLine.chained(1, row.spend(), row.epsilon() * (1 + relative), row.previous());
    assertThat(LedgerChain.verify(List.of(LedgerLine.write(other))).isValid()).isEqualTo(isValid);
  }

  @Test
  void rows_ofAFolder_areThoseChargedOrRefused() throws IOException {
    assertThat(LedgerFile.rows(folder)).isEmpty();
    LedgerRow charged;
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      charged = ledger.charge(spend("a", 1));
      assertThat(LedgerFile.rows(folder)).containsExactly(charged);
    }
    edit(1, line -> line.replace("\"round\":1", "\"round\":2"));
    assertThatThrownBy(() -> LedgerFile.rows(folder))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("broken at row 1");
  }

  @Test
  void volatileLedger_sameSpends_saysTheSameAndKeepsTheBudget() {
    var memory = new VolatileLedger(Optional.of(new PrivacyBudget(1.2, 1e-5)));
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      assertThat(memory.charge(spend("a", 1))).isEqualTo(ledger.charge(spend("a", 1)));
    }
    assertThat(memory.spent("a", PrivacyUnit.RECORD).map(Spent::epsilon)).isPresent();
    assertThatThrownBy(() -> {
          for (int round = 2; round < 1000; round++) {
            memory.charge(spend("a", round));
          }
        })
        .isInstanceOf(BudgetExceededException.class);
  }

  @Test
  void verify_wholeChainRewritten_isToldByTheHead() throws IOException {
    charge(4);
    var state = new LedgerState();
    var text = new StringBuilder();
    for (int round = 1; round <= 4; round++) {
      var cheaper = new Spend(
          "a",
          "run",
          round,
          PrivacyUnit.RECORD,
          "gaussian",
          new GaussianSteps(0.01, 1.1, 1),
          1e-5,
          "rdp");
      LedgerRow row = state.next(cheaper);
      state.append(row);
      text.append(LedgerLine.write(row)).append('\n');
    }
    Files.writeString(folder.resolve(LedgerFile.ROWS), text);
    assertThat(LedgerChain.verify(text.toString().lines().toList()).isValid()).isTrue();
    assertThat(firstBad()).isEqualTo(4);
  }

  @Test
  void verify_rowGoneFromTheMiddle_namesTheNext() throws IOException {
    charge(4);
    edit(2, _ -> null);
    assertThat(firstBad()).isEqualTo(2);
  }

  @Test
  void verify_rowsCutOff_namesTheFirstMissing() throws IOException {
    charge(4);
    edit(4, _ -> null);
    edit(3, _ -> null);
    assertThat(firstBad()).isEqualTo(3);
    assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED)).hasMessageContaining("row 3");
  }

  @Test
  void verify_fileGone_namesTheFirstRow() throws IOException {
    charge(2);
    Files.delete(folder.resolve(LedgerFile.ROWS));
    assertThat(firstBad()).isEqualTo(1);
    assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED)).hasMessageContaining("row 1");
  }

  @Test
  void verify_oldHead_isRefusedUnlessOneRowIsMissing() throws IOException {
    charge(2);
    byte[] old = Files.readAllBytes(folder.resolve(LedgerFile.HEAD));
    charge(1);
    Files.write(folder.resolve(LedgerFile.HEAD), old);
    assertThat(LedgerFile.verify(folder).isValid()).isTrue();
    charge(1);
    Files.write(folder.resolve(LedgerFile.HEAD), old);
    assertThat(firstBad()).isEqualTo(4);
  }

  /** One bit of it flipped is no UTF-8 any more. */
  @Test
  void verify_headThatIsNoText_isNotValid() throws IOException {
    charge(2);
    byte[] head = Files.readAllBytes(folder.resolve(LedgerFile.HEAD));
    head[30] ^= (byte) 0x80;
    Files.write(folder.resolve(LedgerFile.HEAD), head);
    assertThat(LedgerFile.verify(folder).isValid()).isFalse();
    assertThat(LedgerFile.verify(folder).rows()).isEqualTo(2);
    assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED))
        .hasMessage("privacy ledger: " + folder.resolve(LedgerFile.HEAD)
            + " is damaged (expected: the head that its key signed)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"privacy-ledger.head", "privacy-ledger.key"})
  void open_headOrKeyGone_isRefused(String name) throws IOException {
    charge(2);
    Files.delete(folder.resolve(name));
    assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void open_rowsAndHeadGone_isRefusedAndStaysNotValid() throws IOException {
    charge(2);
    Files.delete(folder.resolve(LedgerFile.HEAD));
    Files.delete(folder.resolve(LedgerFile.ROWS));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED))
          .isInstanceOf(LedgerException.class)
          .hasMessage("privacy ledger: " + folder.resolve(LedgerFile.HEAD)
              + " is missing (expected: the head that its key signed)");
      assertThat(LedgerFile.verify(folder).isValid()).isFalse();
    }
  }

  /** What the first opening leaves when it dies behind one of its steps: the key, the head, the key's name. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void open_behindACrashOfTheFirst_goesOn(int steps) throws IOException {
    LedgerKey key = LedgerKey.create(PrivacyLedger.NAME);
    String name = steps == 3 ? LedgerFile.KEY : LedgerFile.KEY + KeyFile.UNUSED;
    Files.writeString(folder.resolve(name), key.text());
    if (steps > 1) {
      Files.writeString(
          folder.resolve(LedgerFile.HEAD), key.sign(0, LedgerLine.NO_HASH).text());
    }
    charge(2);
    assertThat(LedgerFile.verify(folder)).isEqualTo(LedgerVerdict.good(2, Optional.empty()));
    assertThat(folder.resolve(LedgerFile.KEY)).hasContent(key.text());
    assertThat(folder.resolve(LedgerFile.KEY + KeyFile.UNUSED)).doesNotExist();
  }

  @Test
  void verify_headOfAnotherKey_isNotValid() throws IOException {
    charge(2);
    LedgerHead head =
        LedgerHead.read(Files.readString(folder.resolve(LedgerFile.HEAD))).orElseThrow();
    Files.writeString(
        folder.resolve(LedgerFile.HEAD),
        LedgerKey.create(PrivacyLedger.NAME).sign(head.rows(), head.hash()).text());
    assertThat(LedgerFile.verify(folder).isValid()).isFalse();
    assertThat(LedgerFile.verify(folder).firstBadRow()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"garbage, damaged", "'', damaged", ", missing"})
  void verify_headDamagedOrGone_isSaidFirstAndTheBadRowNamed(@Nullable String head, String fault)
      throws IOException {
    charge(3);
    edit(2, line -> line.replace("\"steps\":", "\"steps\":1"));
    Path file = folder.resolve(LedgerFile.HEAD);
    if (head == null) {
      Files.delete(file);
    } else {
      Files.writeString(file, head);
    }
    String sentence =
        "privacy ledger: " + file + " is " + fault + " (expected: the head that its key signed)";
    assertThat(LedgerFile.verify(folder)).isEqualTo(LedgerVerdict.bad(3, 2, sentence));
    assertThatThrownBy(() -> LedgerFile.rows(folder)).hasMessage(sentence);
    assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED)).hasMessage(sentence);
  }

  @Test
  void verify_keyGone_isNotValidAndStillNamesABadRow() throws IOException {
    charge(3);
    Files.delete(folder.resolve(LedgerFile.KEY));
    LedgerVerdict verdict = LedgerFile.verify(folder);
    assertThat(verdict.isValid()).isFalse();
    assertThat(verdict.rows()).isEqualTo(3);
    assertThat(verdict.firstBadRow()).isEmpty();
    assertThat(verdict.detail().orElseThrow())
        .endsWith("privacy-ledger.key is missing (expected: the key that signed it)");
    Path rows = folder.resolve(LedgerFile.ROWS);
    Files.writeString(rows, Files.readString(rows).replace("\"round\":2", "\"round\":7"));
    assertThat(firstBad()).isEqualTo(2);
  }

  @Test
  void verify_damagedKey_isNotValid() throws IOException {
    charge(1);
    Files.writeString(folder.resolve(LedgerFile.KEY), "no key");
    assertThat(LedgerFile.verify(folder).isValid()).isFalse();
    assertThat(LedgerFile.verify(folder).detail().orElseThrow()).contains("is damaged");
    assertThatThrownBy(() -> LedgerFile.rows(folder)).isInstanceOf(LedgerException.class);
  }

  @Test
  void open_tornLastRow_losesNothingThatWasReleased() throws IOException {
    charge(3);
    String whole = Files.readString(folder.resolve(LedgerFile.ROWS));
    String torn = whole.substring(0, whole.indexOf(",\"hash\""));
    Files.writeString(folder.resolve(LedgerFile.ROWS), torn, StandardOpenOption.APPEND);
    assertThat(LedgerFile.verify(folder).isValid()).isTrue();
    assertThat(LedgerFile.verify(folder).rows()).isEqualTo(3);
    assertThat(LedgerFile.verify(folder).detail().orElseThrow()).contains("unfinished");
    charge(1);
    assertThat(LedgerFile.verify(folder)).isEqualTo(LedgerVerdict.good(4, Optional.empty()));
    assertThat(folder.resolve(LedgerFile.TORN)).hasContent(torn);
  }

  @Test
  void open_signedRowTorn_isBroken() throws IOException {
    charge(3);
    String whole = Files.readString(folder.resolve(LedgerFile.ROWS));
    Files.writeString(folder.resolve(LedgerFile.ROWS), whole.substring(0, whole.length() - 5));
    assertThat(firstBad()).isEqualTo(3);
    assertThatThrownBy(() -> LedgerFile.open(folder, UNLIMITED)).hasMessageContaining("row 3");
  }

  @Test
  void open_rowWithoutItsLineEnd_countsAsCharged() throws IOException {
    charge(2);
    byte[] head = Files.readAllBytes(folder.resolve(LedgerFile.HEAD));
    charge(1);
    Files.write(folder.resolve(LedgerFile.HEAD), head);
    String whole = Files.readString(folder.resolve(LedgerFile.ROWS));
    Files.writeString(folder.resolve(LedgerFile.ROWS), whole.stripTrailing());
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      assertThat(ledger.head().rows()).isEqualTo(3);
    }
    assertThat(folder.resolve(LedgerFile.ROWS)).hasContent(whole);
    assertThat(LedgerFile.verify(folder).rows()).isEqualTo(3);
  }

  @Test
  void verify_bytesThatAreNoText_nameTheirRow() throws IOException {
    charge(2);
    byte[] bytes = Files.readAllBytes(folder.resolve(LedgerFile.ROWS));
    bytes[10] = (byte) 0xff;
    Files.write(folder.resolve(LedgerFile.ROWS), bytes);
    assertThat(firstBad()).isEqualTo(1);
  }

  @Test
  void verify_noLedger_isValidAndEmpty() {
    assertThat(LedgerFile.verify(folder).rows()).isZero();
    assertThat(LedgerFile.verify(folder).isValid()).isTrue();
  }

  @Test
  void spend_badFields_areRefused() {
    assertThatThrownBy(() -> spend("", 1)).hasMessageStartingWith("site: 0 characters (expected");
    assertThatThrownBy(() -> spend("\ud800", 1)).hasMessageStartingWith("site: ");
    assertThatThrownBy(() -> spend("a", -1)).hasMessageStartingWith("round: -1 (expected");
    assertThatThrownBy(() -> new PrivacyBudget(0, 1e-5))
        .hasMessageStartingWith("budget epsilon: 0");
  }

  private void charge(int rows) {
    try (var ledger = LedgerFile.open(folder, UNLIMITED)) {
      for (int i = 1; i <= rows; i++) {
        ledger.charge(spend("a", i));
      }
    }
  }

  private long firstBad() {
    LedgerVerdict verdict = LedgerFile.verify(folder);
    assertThat(verdict.isValid()).isFalse();
    return verdict.firstBadRow().orElseThrow();
  }

  /** Changes one line; one that becomes null goes. */
  private void edit(int row, UnaryOperator<String> change) throws IOException {
    Path file = folder.resolve(LedgerFile.ROWS);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String changed = change.apply(lines.get(row - 1));
    assertThat(changed).isNotEqualTo(lines.get(row - 1));
    if (changed == null) {
      lines.remove(row - 1);
    } else {
      lines.set(row - 1, changed);
    }
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static Spend spend(String site, long round) {
    return new Spend(
        site,
        "run",
        round,
        PrivacyUnit.RECORD,
        "gaussian",
        new GaussianSteps(0.01, 1.1, 100),
        1e-5,
        "rdp");
  }
}
