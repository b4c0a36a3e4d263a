package io.fedics.app.privacy;

import io.fedics.app.cli.ExitCode;
import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.folder.RunFile;
import io.fedics.app.infrastructure.DatabasePool;
import io.fedics.federate.LedgerStore;
import io.fedics.fl.privacy.ledger.ArchivedLedger;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.fedics.present.audit.AuditFile;
import io.fedics.present.audit.AuditTrail;
import io.fedics.shared.error.UsageException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the chains of a folder and of the instance that runs on it, and changes nothing. */
@Command(
    name = "verify",
    description = "Recomputes chain, signed head and every epsilon of the privacy ledgers, and the"
        + " audit trail of who did what: the files in the data folder, and the database's two when"
        + " an instance runs on it or DATABASE_URL is set; exit code 1 and the first bad row when"
        + " one is not what was written.",
    mixinStandardHelpOptions = true)
public final class LedgerVerifyCommand implements Callable<Integer> {
  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    Path folder = data.folder(environment);
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--data-dir: " + folder + " (expected: a data folder)");
    }
    Map<String, LedgerVerdict> verdicts = new LinkedHashMap<>();
    Optional<DatabaseAddress> database = database(folder, environment);
    if (database.isEmpty() || LedgerFile.isIn(folder)) {
      verdicts.put("file", ofFile(() -> LedgerFile.verify(folder), folder));
    }
    if (AuditFile.isIn(folder)) {
      verdicts.put("fl-audit", ofFile(() -> AuditFile.verify(folder), folder));
    }
    if (database.isPresent()) {
      verify(database.get(), folder, verdicts);
    } else {
      sayNotChecked(folder, ArchivedLedger.KEY, "ledger");
      sayNotChecked(folder, AuditTrail.KEY, "audit trail");
    }
    print(verdicts);
    return verdicts.values().stream().allMatch(LedgerVerdict::isValid)
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private static LedgerVerdict ofFile(Supplier<LedgerVerdict> check, Path folder) {
    try {
      return check.get();
    } catch (LedgerException e) {
      throw new UsageException(
          "--data-dir: %s (expected: a folder whose ledger can be read): %s"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private Optional<DatabaseAddress> database(Path folder, Map<String, String> environment)
      throws IOException {
    Optional<DatabaseAddress> external = data.configs(environment).database().external();
    if (external.isPresent()) {
      return external;
    }
    Optional<RunFile> run = RunFile.find(folder);
    return run.isEmpty() ? Optional.empty() : Optional.of(run.get().embeddedDatabase(folder));
  }

  private void sayNotChecked(Path folder, String key, String chain) {
    if (Files.exists(folder.resolve(key))) {
      spec.commandLine()
          .getErr()
          .println(
              "the " + chain + " in the database was not checked: no fedics runs on " + folder);
    }
  }

  private static void verify(
      DatabaseAddress address, Path folder, Map<String, LedgerVerdict> verdicts) {
    Vertx vertx = Vertx.vertx();
    try {
      Pool pool = DatabasePool.open(vertx, address, 1);
      verdicts.put("database", ArchivedLedger.verify(new LedgerStore(vertx, pool), folder));
      verdicts.put("audit", AuditTrail.verify(vertx, pool, folder));
    } catch (LedgerException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    } finally {
      var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private void print(Map<String, LedgerVerdict> verdicts) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      PrintWriter err = spec.commandLine().getErr();
      verdicts.values().stream()
          .filter(verdict -> !verdict.isValid())
          .forEach(verdict -> err.println("fedics: " + text(verdict)));
      out.println(json(verdicts).encode());
      return;
    }
    verdicts.forEach((ledger, verdict) ->
        out.println((verdicts.size() > 1 ? ledger + ": " : "") + text(verdict)));
  }

  /** Of all ledgers together; the row is that of the first one that is not valid. */
  private static JsonObject json(Map<String, LedgerVerdict> verdicts) {
    LedgerVerdict first = verdicts.values().stream()
        .filter(verdict -> !verdict.isValid())
        .findFirst()
        .orElseGet(() -> verdicts.values().iterator().next());
    var ledgers = new JsonArray();
    verdicts.forEach((ledger, verdict) -> ledgers.add(json(verdict).put("ledger", ledger)));
    return json(first)
        .put("rows", verdicts.values().stream().mapToLong(LedgerVerdict::rows).sum())
        .put("ledgers", ledgers);
  }

  /** {@code rows}, {@code valid}, {@code first_bad_row}, {@code detail}. */
  public static JsonObject json(LedgerVerdict verdict) {
    var json = new JsonObject().put("rows", verdict.rows()).put("valid", verdict.isValid());
    if (verdict.firstBadRow().isPresent()) {
      json.put("first_bad_row", verdict.firstBadRow().getAsLong());
    } else {
      json.putNull("first_bad_row");
    }
    verdict.detail().ifPresent(detail -> json.put("detail", detail));
    return json;
  }

  private static String text(LedgerVerdict verdict) {
    String detail = verdict.detail().map(more -> ": " + more).orElse("");
    if (verdict.isValid()) {
      return verdict.rows() + " rows, valid" + detail;
    }
    String row = verdict.firstBadRow().isPresent()
        ? ", first bad row " + verdict.firstBadRow().getAsLong()
        : "";
    return verdict.rows() + " rows, not valid" + row + detail;
  }
}
