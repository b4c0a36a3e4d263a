package io.fedics.fl.privacy.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Follows a ledger from its first byte: rows, hashes, every epsilon, the signed head. Pure. */
public final class LedgerChain {
  private final LedgerState state = new LedgerState();
  private final List<LedgerRow> rows = new ArrayList<>();
  private Optional<LedgerVerdict> broken = Optional.empty();
  private Optional<String> hashAtHead = Optional.empty();

  private LedgerChain() {}

  /**
   * Checks rows alone, without a head, so rows cut off at the end do not show.
   *
   * @param lines as {@link LedgerFile} writes them, without line ends
   * @return the verdict; a bad one names the first row that is not what it must be
   */
  public static LedgerVerdict verify(List<String> lines) {
    var chain = new LedgerChain();
    chain.follow(lines.stream().map(Optional::of).toList(), -1);
    return chain.broken.orElseGet(() -> LedgerVerdict.good(lines.size(), Optional.empty()));
  }

  /**
   * What the file holds, and whether it is what was written.
   *
   * @param rows up to the first bad one
   * @param whole bytes of finished rows; what comes after them is torn
   */
  record Reading(LedgerState state, List<LedgerRow> rows, LedgerVerdict verdict, int whole) {}

  /**
   * @param file all bytes of the file
   * @param head signed, when the file was as it is; empty when there is none to be trusted
   */
  static Reading read(byte[] file, Optional<LedgerHead> head) {
    var chain = new LedgerChain();
    List<Optional<String>> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        lines.add(decoded(Arrays.copyOfRange(file, from, i)));
        from = i + 1;
      }
    }
    chain.follow(lines, head.map(LedgerHead::rows).orElse(-1L));
    int whole = from;
    LedgerVerdict verdict = chain
        .broken
        .or(() -> head.map(signed -> chain.atHead(lines.size(), signed, file.length - whole)))
        .orElseGet(() -> LedgerVerdict.unsigned(lines.size(), "there is no signed head"));
    return new Reading(chain.state, List.copyOf(chain.rows), verdict, whole);
  }

  private void follow(List<Optional<String>> lines, long headRows) {
    for (int i = 0; i < lines.size(); i++) {
      if (state.rows() == headRows) {
        hashAtHead = Optional.of(state.last());
      }
      Optional<LedgerRow> row = lines.get(i).flatMap(LedgerLine::read);
      Optional<String> objection = row.isEmpty()
          ? Optional.of("it is not the text of a row")
          : state.objection(row.orElseThrow());
      if (objection.isPresent()) {
        broken = Optional.of(LedgerVerdict.bad(lines.size(), i + 1L, objection.orElseThrow()));
        return;
      }
      state.append(row.orElseThrow());
      rows.add(row.orElseThrow());
    }
    if (state.rows() == headRows) {
      hashAtHead = Optional.of(state.last());
    }
  }

  private LedgerVerdict atHead(long rows, LedgerHead head, int torn) {
    if (rows < head.rows()) {
      return LedgerVerdict.bad(
          rows, rows + 1, "it is missing: the signed head counts " + head.rows() + " rows");
    }
    if (!hashAtHead.equals(Optional.of(head.hash()))) {
      return LedgerVerdict.bad(
          rows, Math.max(1, head.rows()), "its hash is not the one that was signed");
    }
    if (rows > head.rows() + 1) {
      return LedgerVerdict.bad(
          rows, head.rows() + 2, "the signed head counts " + head.rows() + " rows");
    }
    if (torn > 0) {
      return LedgerVerdict.good(
          rows,
          Optional.of(
              "an unfinished row of " + torn + " bytes at the end; nothing was released on it"));
    }
    if (rows > head.rows()) {
      return LedgerVerdict.good(
          rows, Optional.of("the last row is not signed yet; nothing was released on it"));
    }
    return LedgerVerdict.good(rows, Optional.empty());
  }

  static Optional<String> decoded(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
