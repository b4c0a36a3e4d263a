package io.fedics.app.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.Main;
import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.Spend;
import io.fedics.present.audit.AuditFile;
import io.fedics.present.audit.Decision;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerVerifyCommandTest {
  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void verify_whatWasCharged_isValid() {
    charge(3);
    assertThat(run("--json")).isZero();
    JsonObject answer = new JsonObject(out.toString());
    assertThat(answer.getInteger("rows")).isEqualTo(3);
    assertThat(answer.getBoolean("valid")).isTrue();
    assertThat(answer.containsKey("first_bad_row")).isTrue();
    assertThat(answer.getValue("first_bad_row")).isNull();
  }

  @Test
  void verify_changedRow_failsAndNamesIt() throws IOException {
    charge(3);
    Path file = folder.resolve("privacy-ledger.jsonl");
    Files.writeString(file, Files.readString(file).replace("\"round\":2", "\"round\":7"));
    assertThat(run("--json")).isEqualTo(1);
    JsonObject answer = new JsonObject(out.toString());
    assertThat(answer.getBoolean("valid")).isFalse();
    assertThat(answer.getInteger("first_bad_row")).isEqualTo(2);
  }

  @Test
  void verify_changedRow_isToldInWordsToo() throws IOException {
    charge(3);
    Path file = folder.resolve("privacy-ledger.jsonl");
    Files.writeString(file, Files.readString(file).replace("\"round\":2", "\"round\":7"));
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString()).startsWith("3 rows, not valid, first bad row 2: its hash");
  }

  @Test
  void verify_keyGone_isNotValidAndSaidInOneSentence() throws IOException {
    charge(3);
    Files.delete(folder.resolve("privacy-ledger.key"));
    assertThat(run("--json")).isEqualTo(1);
    JsonObject answer = new JsonObject(out.toString());
    assertThat(answer.getBoolean("valid")).isFalse();
    assertThat(answer.getInteger("rows")).isEqualTo(3);
    assertThat(answer.getValue("first_bad_row")).isNull();
    assertThat(err.toString().strip())
        .startsWith("fedics: 3 rows, not valid: privacy ledger: ")
        .endsWith("privacy-ledger.key is missing (expected: the key that signed it)")
        .hasLineCount(1);
  }

  @Test
  void verify_headDamaged_isNotValidAndSaidInOneSentence() throws IOException {
    charge(3);
    Files.writeString(folder.resolve("privacy-ledger.head"), "garbage");
    assertThat(run("--json")).isEqualTo(1);
    JsonObject answer = new JsonObject(out.toString());
    assertThat(answer.getBoolean("valid")).isFalse();
    assertThat(answer.getValue("first_bad_row")).isNull();
    assertThat(err.toString().strip())
        .startsWith("fedics: 3 rows, not valid: privacy ledger: ")
        .endsWith("privacy-ledger.head is damaged (expected: the head that its key signed)")
        .hasLineCount(1);
  }

  @Test
  void verify_trailOfFlServer_isCheckedToo() throws IOException {
    charge(3);
    AuditFile trail = AuditFile.open(folder, InstantSource.system());
    trail.append(Decision.ofQuarantine("west", "run-1", 2, 3, "examples: -1"));
    trail.append(Decision.ofQuarantine("north", "run-1", 4, 3, "garbage: 7"));
    assertThat(run()).isZero();
    assertThat(out.toString().lines())
        .containsExactly("file: 3 rows, valid", "fl-audit: 2 rows, valid");

    Path file = folder.resolve("fl-audit-trail.jsonl");
    Files.writeString(file, Files.readString(file).replace("north", "south"));
    out.getBuffer().setLength(0);
    assertThat(run("--json")).isEqualTo(1);
    JsonObject answer = new JsonObject(out.toString());
    assertThat(answer.getBoolean("valid")).isFalse();
    assertThat(answer.getInteger("first_bad_row")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("fedics: 2 rows, not valid, first bad row 2: its hash is not that of its");
  }

  @Test
  void verify_folderWithoutLedger_hasNoRows() {
    assertThat(run("--json")).isZero();
    assertThat(out.toString()).startsWith("{\"rows\":0,\"valid\":true,\"first_bad_row\":null,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"privacy-ledger.jsonl", "privacy-ledger.head", "privacy-ledger.key"})
  void verify_fileThatCannotBeRead_isRefused(String name) throws IOException {
    charge(1);
    Files.delete(folder.resolve(name));
    Files.createDirectory(folder.resolve(name));
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString().strip())
        .contains("--data-dir: " + folder + " (expected: a folder whose ledger can be read): ")
        .endsWith("privacy ledger: " + folder + " cannot be read")
        .hasLineCount(1);
  }

  @Test
  void verify_noFolder_isRefused() {
    int exit = Main.run(
        new String[] {"ledger", "verify", "--data-dir", folder.resolve("x").toString()},
        new PrintWriter(out, true),
        new PrintWriter(err, true));
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().strip()).contains("--data-dir: ").hasLineCount(1);
  }

  private void charge(int rounds) {
    try (var ledger = LedgerFile.open(folder, Optional.empty())) {
      for (int round = 1; round <= rounds; round++) {
        ledger.charge(new Spend(
            "site a",
            "run",
            round,
            PrivacyUnit.RECORD,
            "gaussian",
            new GaussianSteps(0.01, 1.1, 100),
            1e-5,
            "rdp"));
      }
    }
  }

  private int run(String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "ledger";
    arguments[1] = "verify";
    arguments[2] = "--data-dir";
    arguments[3] = folder.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
