package io.fedics.present.audit;

import io.fedics.fl.privacy.ledger.LedgerHead;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows a trail from its first row, and looks whether the incidents' history still says the same. Pure. */
final class AuditChain {
  private AuditChain() {}

  /**
   * What the database holds, of one moment.
   *
   * @param lines in order of their numbers
   * @param head as text; empty when there is none
   * @param history what people decided of incidents, in order of its ids
   */
  record Kept(List<String> lines, Optional<String> head, List<Told> history) {
    Kept {
      lines = List.copyOf(lines);
      history = List.copyOf(history);
    }
  }

  /** A row of the incidents' history. */
  record Told(long id, Instant at, Decision decision) {}

  /**
   * @param head signed by the trail's key; empty when there is none to be trusted
   */
  static LedgerVerdict verify(Kept kept, Optional<LedgerHead> head) {
    List<AuditRow> rows = new ArrayList<>();
    String previous = AuditRow.NO_HASH;
    for (String line : kept.lines()) {
      AuditRow.Reading reading = AuditRow.read(line, rows.size() + 1L, previous);
      if (reading.row().isEmpty()) {
        return bad(kept, rows.size() + 1L, reading.objection());
      }
      rows.add(reading.row().get());
      previous = reading.row().get().hash();
    }
    if (head.isEmpty()) {
      return LedgerVerdict.unsigned(rows.size(), "there is no signed head");
    }
    return atHead(rows, head.get())
        .or(() -> byHistory(kept, rows))
        .orElseGet(() ->
            LedgerVerdict.good(rows.size(), unsigned(rows.size(), head.get().rows())));
  }

  private static Optional<String> unsigned(int rows, long signed) {
    if (rows == signed) {
      return Optional.empty();
    }
    String which = rows == signed + 1
        ? "row " + rows + " is"
        : "rows %d to %d are".formatted(signed + 1, rows);
    return Optional.of(which + " not signed yet: added by a process without the key");
  }

  private static LedgerVerdict bad(Kept kept, long row, String objection) {
    return LedgerVerdict.bad(kept.lines().size(), row, objection);
  }

  /** A row and the head that counts it are written together, where the key is. */
  private static Optional<LedgerVerdict> atHead(List<AuditRow> rows, LedgerHead head) {
    int count = rows.size();
    if (count < head.rows()) {
      return Optional.of(LedgerVerdict.bad(
          count, count + 1L, "it is missing: the signed head counts " + head.rows() + " rows"));
    }
    int signed = Math.toIntExact(head.rows());
    String last = signed == 0 ? AuditRow.NO_HASH : rows.get(signed - 1).hash();
    return last.equals(head.hash())
        ? Optional.empty()
        : Optional.of(LedgerVerdict.bad(
            count, Math.max(1, signed), "its hash is not the one that was signed"));
  }

  /** Rows are sound here, so whatever differs was changed in the history. */
  private static Optional<LedgerVerdict> byHistory(Kept kept, List<AuditRow> rows) {
    Map<Long, Told> history = new HashMap<>();
    kept.history().forEach(told -> history.put(told.id(), told));
    long lastBefore = 0;
    String previous = AuditRow.NO_HASH;
    for (AuditRow row : rows) {
      String before = previous;
      previous = row.hash();
      if (row.number() == 1) {
        lastBefore = row.details().getLong("last_before", 0L);
      }
      Long id = row.details().getLong("history");
      if (id == null) {
        continue;
      }
      Told told = history.remove(id);
      if (told == null) {
        return Optional.of(bad(kept, row.number(), "row " + id + " of incident_history is gone"));
      }
      if (!AuditRow.next(row.number(), before, told.at(), told.decision()).equals(row)) {
        return Optional.of(
            bad(kept, row.number(), "row " + id + " of incident_history says something else"));
      }
    }
    long notInTrail = lastBefore;
    return history.keySet().stream()
        .filter(id -> id > notInTrail)
        .min(Long::compare)
        .map(id -> LedgerVerdict.unsigned(
            rows.size(), "row " + id + " of incident_history is in no row of the trail"));
  }
}
