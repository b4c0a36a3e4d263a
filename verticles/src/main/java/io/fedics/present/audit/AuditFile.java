package io.fedics.present.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.fl.privacy.ledger.KeyFile;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerHead;
import io.fedics.fl.privacy.ledger.LedgerKey;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.fedics.shared.file.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trail of a federated server, which has no database: {@link #ROWS}, a row per line and the signed head as the last, and the
 * key that signs. Decisions are few, so the file is replaced as a whole with each: rows and head are always of one moment. One
 * process at a time. Thread-safe.
 */
public final class AuditFile {
  static final String ROWS = "fl-audit-trail.jsonl";
  static final String KEY = "fl-audit-trail.key";

  private static final String NAME = "audit trail of fl server";

  private final Path file;
  private final KeyFile keyFile;
  private final InstantSource clock;
  private final List<String> lines;

  private AuditFile(Path file, KeyFile keyFile, InstantSource clock, List<String> lines) {
    this.file = file;
    this.keyFile = keyFile;
    this.clock = clock;
    this.lines = lines;
  }

  /** What the file holds. */
  private record Content(List<String> lines, Optional<String> head) {}

  /**
   * Opens the folder's trail and checks all of it; one that is not there begins with its first row.
   *
   * @param folder exists
   * @throws LedgerException when it is broken or cannot be read
   */
  public static AuditFile open(Path folder, InstantSource clock) {
    Path file = folder.resolve(ROWS);
    KeyFile keyFile = keyIn(folder);
    try {
      if (Files.exists(file) && keyFile.isMade()) {
        keyFile.name(); // a crash came between the first row and this
      }
      Content content = read(file);
      LedgerVerdict verdict = verdict(content, keyFile);
      if (!verdict.isValid()) {
        throw new LedgerException("%s: %s is broken%s: %s (expected: as it was written)"
            .formatted(
                NAME,
                file,
                verdict.firstBadRow().isPresent()
                    ? " at row " + verdict.firstBadRow().getAsLong()
                    : "",
                verdict.detail().orElse("")));
      }
      return new AuditFile(file, keyFile, clock, new ArrayList<>(content.lines()));
    } catch (IOException e) {
      throw new LedgerException(NAME + ": " + file + " cannot be read", e);
    }
  }

  private static KeyFile keyIn(Path folder) {
    return new KeyFile(NAME, folder.resolve(KEY));
  }

  /** Bytes that are no text make a row that is none. */
  private static Content read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Content(List.of(), Optional.empty());
    }
    List<String> all = new String(Files.readAllBytes(file), UTF_8).lines().toList();
    int rows = Math.max(0, all.size() - 1);
    return new Content(all.subList(0, rows), all.stream().skip(rows).findFirst());
  }

  /** Whether anything of a trail is in a folder. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(ROWS)) || keyIn(folder).isNamed();
  }

  /**
   * Checks a folder's trail without changing it, also while it is written.
   *
   * @return the verdict; rows 0 and valid where no trail was begun, not valid where the key is missing or damaged
   * @throws LedgerException when it cannot be read
   */
  public static LedgerVerdict verify(Path folder) {
    try {
      return verdict(read(folder.resolve(ROWS)), keyIn(folder));
    } catch (IOException e) {
      throw new LedgerException(NAME + ": " + folder.resolve(ROWS) + " cannot be read", e);
    }
  }

  private static LedgerVerdict verdict(Content content, KeyFile keyFile) {
    if (content.head().isEmpty() && !keyFile.isNamed()) {
      return LedgerVerdict.good(0, Optional.of("no trail: nothing was decided here"));
    }
    return keyFile.verdict(
        () -> chain(content, Optional.empty()),
        key -> content
            .head()
            .flatMap(LedgerHead::read)
            .filter(key::signed)
            .map(head -> signed(content, head))
            .orElseGet(() -> chain(content, Optional.empty())));
  }

  private static LedgerVerdict chain(Content content, Optional<LedgerHead> head) {
    return AuditChain.verify(new AuditChain.Kept(content.lines(), content.head(), List.of()), head);
  }

  /** Nobody adds rows here without the key. */
  private static LedgerVerdict signed(Content content, LedgerHead head) {
    LedgerVerdict verdict = chain(content, Optional.of(head));
    return verdict.isValid() && verdict.rows() > head.rows()
        ? LedgerVerdict.bad(
            verdict.rows(), head.rows() + 1, "the signed head counts " + head.rows() + " rows")
        : verdict;
  }

  /**
   * Writes a decision down; it is on the disk when this returns.
   *
   * @throws LedgerException when it cannot be written; then it is not in the trail
   */
  public synchronized void append(Decision decision) {
    String previous = lines.isEmpty()
        ? AuditRow.NO_HASH
        : AuditRow.ofText(lines.getLast()).orElseThrow().hash();
    AuditRow row = AuditRow.next(
        lines.size() + 1L, previous, clock.instant().truncatedTo(ChronoUnit.MICROS), decision);
    List<String> all = new ArrayList<>(lines);
    all.add(row.line());
    try {
      LedgerKey key = keyFile.key();
      String head = key.sign(row.number(), row.hash()).text();
      DurableFile.replace(file, String.join("\n", all) + "\n" + head + "\n");
      keyFile.name();
    } catch (IOException e) {
      throw new LedgerException(NAME + ": row " + row.number() + " cannot be written", e);
    }
    lines.add(row.line());
  }
}
