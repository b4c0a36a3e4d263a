package io.fedics.app.fl;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.PrivacyFigure;
import io.fedics.shared.event.RoundCompleted;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Where a model that sites trained together comes from. Who spent what stands in it: the figures of the server, or the largest
 * that sites attest of themselves.
 *
 * @param round its number
 * @param report of the round, as {@code fl server --json} prints it
 * @param byServer whether the server spent the epsilon itself
 * @param certified whether a client's id is the name in its certificate; else it is a number
 */
record FederatedOrigin(
    String run,
    int round,
    JsonObject report,
    String strategy,
    boolean byServer,
    boolean certified) {

  /**
   * Of a round of the stage, whose sites are on loopback and unchecked.
   *
   * @param reports of the round's clients
   */
  static FederatedOrigin of(RoundCompleted round, List<ClientReported> reports) {
    var told = new JsonObject();
    reports.forEach(one -> ToldSite.of(one.toldSite()).ifPresent(it -> told.put(one.client(), it)));
    var report = new JsonObject()
        .put("client_ids", new JsonArray(round.clientIds()))
        .put("told_sites", told)
        .put("examples", round.examples())
        .put("loss", round.loss())
        .put("attesting", (int)
            reports.stream().filter(it -> it.privacy() != null).count());
    PrivacyFigure spent = round.privacy();
    if (spent != null) {
      report
          .put("epsilon", spent.epsilon())
          .put("unit", spent.unit())
          .put("delta", spent.delta())
          .put("accountant", spent.accountant())
          .put("steps", spent.steps());
    }
    boolean byServer = spent != null && !spent.attested();
    return new FederatedOrigin(
        round.run(), round.round(), report, round.strategy(), byServer, false);
  }

  /** By certificate; without, as each calls itself, its id behind: {@code north (client-001)}. */
  List<String> sites() {
    JsonObject told = told();
    return report.getJsonArray("client_ids").stream()
        .map(String::valueOf)
        .map(id -> told.containsKey(id) ? told.getString(id) + " (" + id + ")" : id)
        .collect(Collectors.toList());
  }

  private JsonObject told() {
    return certified ? new JsonObject() : report.getJsonObject("told_sites", new JsonObject());
  }

  /** Who trained it, for people. */
  String whom() {
    String names = String.join(", ", sites());
    return told().isEmpty() ? names : names + " (each named as it calls itself, unchecked)";
  }

  /** Records that were trained on in the round. */
  long examples() {
    return report.getLong("examples");
  }

  /** Mean over the sites that judged the round; empty when none did, or when noise has left nothing of it. */
  OptionalDouble loss() {
    Double loss = report.getDouble("loss");
    return loss == null || !(loss > 0) ? OptionalDouble.empty() : OptionalDouble.of(loss);
  }

  String privacy() {
    if (report.getDouble("epsilon") == null) {
      return "none";
    }
    return "epsilon %s per %s at delta %s, accountant %s, %d steps, %s"
        .formatted(
            report.getDouble("epsilon"),
            report.getString("unit"),
            report.getDouble("delta"),
            report.getString("accountant"),
            report.getLong("steps"),
            byServer
                ? "computed by the server"
                : "the largest that %d of %d sites attest of themselves"
                    .formatted(report.getInteger("attesting"), sites().size()));
  }

  Bundle.Builder into(Bundle.Builder bundle) {
    bundle
        .text("run", run)
        .whole("round", round)
        .texts("sites", sites())
        .text("strategy", strategy)
        .text("privacy", privacy());
    if (report.getDouble("epsilon") != null) {
      bundle
          .number("epsilon", report.getDouble("epsilon"))
          .text("epsilon_unit", report.getString("unit"))
          .number("delta", report.getDouble("delta"))
          .text("accountant", report.getString("accountant"))
          .whole("privacy_steps", report.getLong("steps"));
    }
    return bundle;
  }
}
