package io.fedics.present.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trail of three rows. */
class AuditFileTest {
  private static final Instant AT = Instant.parse("2026-11-30T16:00:00.000001Z");

  @TempDir
  private Path folder;

  private Path file = Path.of("");
  private Path key = Path.of("");

  @BeforeEach
  void write() {
    file = folder.resolve(AuditFile.ROWS);
    key = folder.resolve(AuditFile.KEY);
    AuditFile trail = open();
    trail.append(quarantine("north"));
    trail.append(quarantine("west\n{}"));
    open().append(quarantine("süd"));
  }

  private AuditFile open() {
    return AuditFile.open(folder, () -> AT);
  }

  private static Decision quarantine(String site) {
    return Decision.ofQuarantine(site, "run-1", 2, 3, "metrics: \"x\"");
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(file));
  }

  private void assertBad(long row, String detail) {
    assertThat(AuditFile.verify(folder))
        .isEqualTo(LedgerVerdict.bad(AuditFile.verify(folder).rows(), row, detail));
    assertThatThrownBy(this::open)
        .isInstanceOf(LedgerException.class)
        .hasMessage(
            "audit trail of fl server: %s is broken at row %d: %s (expected: as it was written)"
                .formatted(file, row, detail));
  }

  @Test
  void verify_asWritten_isValidAndItsOwnersAlone() throws IOException {
    assertThat(AuditFile.verify(folder)).isEqualTo(LedgerVerdict.good(3, Optional.empty()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void verify_noTrail_isNoneAndOpens(@TempDir Path other) {
    assertThat(AuditFile.isIn(other)).isFalse();
    AuditFile.open(other, () -> AT);
    assertThat(AuditFile.isIn(other)).isFalse();
    assertThat(AuditFile.verify(other).isValid()).isTrue();
  }

  /** Every byte of every row, one after the other. */
  @Test
  void verify_anyByteChanged_namesItsRow() throws IOException {
    byte[] written = Files.readAllBytes(file);
    int ofRows = String.join("\n", lines().subList(0, 3)).getBytes(UTF_8).length;
    int row = 1;
    for (int i = 0; i < ofRows; i++) {
      byte[] changed = written.clone();
      changed[i] ^= (byte) 0x80;
      Files.write(file, changed);
      assertThat(AuditFile.verify(folder).firstBadRow()).as("byte %d", i).hasValue(row);
      row += written[i] == '\n' ? 1 : 0;
    }
  }

  @Test
  void verify_rowCutOff_isMissed() throws IOException {
    List<String> lines = lines();
    lines.remove(2);
    Files.write(file, lines);
    assertBad(3, "it is missing: the signed head counts 3 rows");
  }

  @Test
  void verify_rowAddedWithoutTheKey_isNamed() throws IOException {
    List<String> lines = lines();
    String last = AuditRow.ofText(lines.get(2)).orElseThrow().hash();
    lines.add(3, AuditRow.next(4, last, AT, quarantine("east")).line());
    Files.write(file, lines);
    assertBad(4, "the signed head counts 3 rows");
  }

  @Test
  void verify_headOrFileGoneOrOfAnotherKey_isNotValid(@TempDir Path other) throws IOException {
    List<String> lines = lines();
    AuditFile.open(other, () -> AT).append(quarantine("north"));
    lines.set(3, Files.readAllLines(other.resolve(AuditFile.ROWS)).get(1));
    Files.write(file, lines);
    assertThat(AuditFile.verify(folder))
        .isEqualTo(LedgerVerdict.unsigned(3, "there is no signed head"));
    Files.writeString(file, "");
    assertThat(AuditFile.verify(folder))
        .isEqualTo(LedgerVerdict.unsigned(0, "there is no signed head"));
    Files.delete(file);
    assertThat(AuditFile.isIn(folder)).isTrue();
    assertThatThrownBy(this::open).hasMessageContaining("is broken: there is no signed head");
  }

  @Test
  void verify_keyGone_isNotValid() throws IOException {
    Files.delete(key);
    assertThat(AuditFile.verify(folder))
        .isEqualTo(LedgerVerdict.unsigned(
            3,
            "audit trail of fl server: " + key + " is missing (expected: the key that signed it)"));
  }

  @Test
  void open_crashBeforeTheKeyGotItsName_goesOn() throws IOException {
    Files.move(key, folder.resolve(AuditFile.KEY + ".unused"));
    open().append(quarantine("east"));
    assertThat(AuditFile.verify(folder)).isEqualTo(LedgerVerdict.good(4, Optional.empty()));
  }
}
