package io.fedics.app;

import io.fedics.fl.privacy.ledger.LedgerFile;
import io.fedics.fl.privacy.ledger.LedgerVerdict;
import io.fedics.shared.error.UsageException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the ledger of a folder, running or not, and changes nothing. */
@Command(
    name = "verify",
    description = "Recomputes chain, signed head and every epsilon of the privacy ledger;"
        + " exit code 1 and the first bad row when it is not what was written.",
    mixinStandardHelpOptions = true)
final class LedgerVerifyCommand implements Callable<Integer> {
  @Mixin
  private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path folder = data.folder(System.getenv());
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--data-dir: " + folder + " (expected: a data folder)");
    }
    LedgerVerdict verdict = LedgerFile.verify(folder);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(verdict).encode());
    } else {
      out.println(text(verdict));
    }
    return verdict.isValid() ? Main.OK : Main.FAILED;
  }

  private static JsonObject json(LedgerVerdict verdict) {
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
