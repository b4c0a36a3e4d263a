package io.fedics.app.evaluate;

import io.fedics.app.cli.JsonFigure;
import io.fedics.fl.evaluate.Spread;
import io.fedics.fl.simulate.Attack;
import io.fedics.fl.simulate.PoisoningRow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what liars cost: one table a partition and strategy for people, or one object. */
final class PoisoningReport {
  private PoisoningReport() {}

  static JsonObject json(List<PoisoningRow> rows, List<Long> seeds) {
    var all = new JsonArray();
    for (PoisoningRow row : rows) {
      all.add(new JsonObject()
          .put("partition", row.partition())
          .put("strategy", row.strategy().toString())
          .put("malicious", row.malicious())
          .put("attack", row.attack().map(Attack::word).orElse(null))
          .put("figures", spreads(row.figures()))
          .put("loss", row.attack().isPresent() ? spreads(row.loss()) : null)
          .put("fedavg_loss", row.attack().isPresent() ? spreads(row.lossOfMean()) : null)
          .put("kept", row.attack().isPresent() ? row.isKept() : null)
          .put("recall", row.recall().isPresent() ? row.recall().getAsDouble() : null)
          .put("false_blame", row.falseBlame()));
    }
    return new JsonObject().put("seeds", new JsonArray(seeds)).put("rows", all);
  }

  private static JsonObject spreads(Map<String, Spread> spreads) {
    var json = new JsonObject();
    spreads.forEach((name, spread) -> json.put(name, JsonFigure.of(spread)));
    return json;
  }

  static void print(List<PoisoningRow> rows, List<Long> seeds, PrintWriter out) {
    String last = "";
    for (PoisoningRow row : rows) {
      String title = "%s, %s, %d of the sites lie, seeds %s"
          .formatted(row.partition(), row.strategy(), row.malicious(), seeds);
      if (!title.equals(last)) {
        out.printf("%n%s%n%n", title);
        out.println(
            "| attack | loss of accuracy | of AUC | of accuracy, types left out | of AUC, types"
                + " left out | FedAvg loses accuracy, AUC | backdoor opens | recall | false blame | kept |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        last = title;
      }
      print(row, out);
    }
  }

  private static void print(PoisoningRow row, PrintWriter out) {
    boolean attacked = row.attack().isPresent();
    Map<String, Spread> shown = attacked ? row.loss() : row.figures();
    Map<String, Spread> mean = row.lossOfMean();
    out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %s | %s | %.2f | %s |%n",
        row.attack().map(Attack::word).orElse("nobody: the figures themselves"),
        points(shown.get("accuracy")),
        points(shown.get("auc")),
        points(shown.get("unseen_accuracy")),
        points(shown.get("unseen_auc")),
        attacked ? points(mean.get("accuracy")) + ", " + points(mean.get("auc")) : "",
        attacked ? points(row.figures().get("backdoor")) : "",
        row.recall().isPresent()
            ? String.format(Locale.ROOT, "%.2f", row.recall().getAsDouble())
            : "",
        row.falseBlame(),
        attacked ? row.isKept() ? "yes" : "no" : "");
  }

  /** In percent. */
  private static String points(@Nullable Spread spread) {
    return spread == null
        ? "–"
        : String.format(Locale.ROOT, "%.2f ± %.2f", 100 * spread.mean(), 100 * spread.sd());
  }
}
