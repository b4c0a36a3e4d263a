package io.fedics.present.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.privacy.ledger.LedgerHead;
import io.fedics.fl.privacy.ledger.LedgerKey;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.fedics.present.audit.AuditChain.Kept;
import io.fedics.present.audit.AuditChain.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A chain of five rows: its beginning and four notes, rows 11 to 14 of the history. */
class AuditChainTest {
  private static final LedgerKey KEY = LedgerKey.create("audit trail");
  private static final Instant AT = Instant.parse("2026-11-30T16:00:00.000001Z");
  private static final UUID INCIDENT = UUID.fromString("01980000-0000-7000-8000-000000000001");

  private final List<Told> history = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private @Nullable LedgerHead head;

  AuditChainTest() {
    String previous = add(AuditRow.NO_HASH, Decision.begin(10, 10));
    for (int id = 11; id <= 14; id++) {
      Decision note = note(id, "alice", "note \"" + id + "\" {},\"hash\":\"");
      history.add(new Told(id, AT, note));
      previous = add(previous, note);
    }
    head = KEY.sign(5, previous);
  }

  private String add(String previous, Decision decision) {
    AuditRow row = AuditRow.next(lines.size() + 1L, previous, AT, decision);
    lines.add(row.line());
    return row.hash();
  }

  private static Decision note(long id, String by, String text) {
    return Decision.ofIncident(INCIDENT, id, by, "note", "new", text);
  }

  private LedgerVerdict verify() {
    return AuditChain.verify(new Kept(lines, Optional.empty(), history), Optional.ofNullable(head));
  }

  private void assertBad(long row, String detail) {
    LedgerVerdict verdict = verify();
    assertThat(verdict.isValid()).isFalse();
    assertThat(verdict.firstBadRow()).hasValue(row);
    assertThat(verdict.detail().orElseThrow()).isEqualTo(detail);
  }

  @Test
  void verify_asWritten_isValid() {
    assertThat(verify()).isEqualTo(LedgerVerdict.good(5, Optional.empty()));
  }

  @Test
  void line_ofADecision_hasItsFieldsInOrder() {
    AuditRow row = AuditRow.next(1, AuditRow.NO_HASH, AT, note(11, "alice", "a \"backup\""));
    assertThat(row.line())
        .isEqualTo("{\"row\":1,\"previous\":\"" + AuditRow.NO_HASH
            + "\",\"at\":\"2026-11-30T16:00:00.000001Z\",\"by\":\"alice\",\"what\":\"note\",\"on\":\"incident "
            + INCIDENT
            + "\",\"details\":{\"history\":11,\"status\":\"new\",\"note\":\"a \\\"backup\\\"\"},\"hash\":\""
            + row.hash() + "\"}");
  }

  /** Every byte of every row, one after the other. */
  @Test
  void verify_anyByteChanged_namesItsRow() {
    for (int row = 0; row < lines.size(); row++) {
      String line = lines.get(row);
      for (int i = 0; i < line.length(); i++) {
        char other = line.charAt(i) == '7' ? '8' : '7';
        lines.set(row, line.substring(0, i) + other + line.substring(i + 1));
        assertThat(verify().firstBadRow()).as("row %d, byte %d", row + 1, i).hasValue(row + 1);
      }
      lines.set(row, line);
    }
    assertThat(verify().isValid()).isTrue();
  }

  @Test
  void verify_rowInTheMiddleGone_namesItsPlace() {
    lines.remove(2);
    assertBad(3, "it says it is row 4");
  }

  @Test
  void verify_newestRowGone_isMissed() {
    lines.removeLast();
    assertBad(5, "it is missing: the signed head counts 5 rows");
  }

  @Test
  void verify_allRowsGone_areMissed() {
    lines.clear();
    assertBad(1, "it is missing: the signed head counts 5 rows");
  }

  @Test
  void verify_twoRowsSwapped_namesTheFirst() {
    Collections.swap(lines, 1, 2);
    assertBad(2, "it says it is row 3");
  }

  @Test
  void verify_rowAddedWithoutTheKey_isSaidAndHeldToTheHistory() {
    Decision added = note(15, "eve", "x");
    add(AuditRow.read(lines.get(4), 5, previousOf(5)).row().orElseThrow().hash(), added);
    assertBad(6, "row 15 of incident_history is gone");

    history.add(new Told(15, AT, added));
    assertThat(verify())
        .isEqualTo(LedgerVerdict.good(
            6, Optional.of("row 6 is not signed yet: added by a process without the key")));

    lines.set(5, lines.get(5).replace("eve", "bob"));
    assertBad(6, "its hash is not that of its fields");
  }

  @Test
  void verify_forgedRowThatIsNoRow_isNamedInsteadOfBelieved() {
    String last =
        AuditRow.read(lines.get(4), 5, previousOf(5)).row().orElseThrow().hash();
    for (String fields : List.of(
        "x",
        "\"by\":1",
        "\"by\":\"eve\",\"what\":\"note\",\"on\":\"x\",\"details\":{\"history\":\"15\"}")) {
      lines.add(AuditRow.hashed("{\"row\":6,\"previous\":\"" + last + "\"," + fields));
      assertBad(6, "it is not the text of a row");
      lines.removeLast();
    }
  }

  @Test
  void verify_forgedBegin_excusesNoHistory() {
    String last =
        AuditRow.read(lines.get(4), 5, previousOf(5)).row().orElseThrow().hash();
    add(last, Decision.begin(0, 1_000_000));
    history.add(new Told(15, AT, note(15, "eve", "x")));
    assertThat(verify())
        .isEqualTo(
            LedgerVerdict.unsigned(6, "row 15 of incident_history is in no row of the trail"));
  }

  private String previousOf(long row) {
    String previous = AuditRow.NO_HASH;
    for (int i = 1; i < row; i++) {
      previous =
          AuditRow.read(lines.get(i - 1), i, previous).row().orElseThrow().hash();
    }
    return previous;
  }

  @Test
  void verify_rewrittenFromARowOn_isNotWhatWasSigned() {
    String previous = previousOf(5);
    lines.removeLast();
    add(previous, note(14, "bob", "it was me"));
    assertBad(5, "its hash is not the one that was signed");
  }

  @Test
  void verify_headGone_isNotValid() {
    head = null;
    assertThat(verify()).isEqualTo(LedgerVerdict.unsigned(5, "there is no signed head"));
  }

  @Test
  void verify_historyEdited_namesTheRowThatTellsTheTruth() {
    history.set(1, new Told(12, AT, note(12, "bob", "note \"12\" {},\"hash\":\"")));
    assertBad(3, "row 12 of incident_history says something else");
  }

  @Test
  void verify_historyRowGone_namesTheRowThatTellsTheTruth() {
    history.removeLast();
    assertBad(5, "row 14 of incident_history is gone");
  }

  @Test
  void verify_historyRowNobodyDecided_isNamed() {
    history.add(new Told(15, AT, note(15, "eve", "x")));
    assertThat(verify())
        .isEqualTo(
            LedgerVerdict.unsigned(5, "row 15 of incident_history is in no row of the trail"));
  }

  @Test
  void verify_historyBeforeTheTrail_isNotAsked() {
    history.add(new Told(10, AT, note(10, "alice", "long ago")));
    assertThat(verify().isValid()).isTrue();
  }
}
