package io.fedics.present.federation;

import io.fedics.present.access.AccessHandler;
import io.fedics.present.audit.AuditedStore;
import io.fedics.present.audit.Decision;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.fedics.present.http.Query;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Rounds, clients, what privacy was spent, and somebody who asks for a round. */
public final class FederationApi {
  private final FederationReadStore federation;
  private final FederationControl control;
  private final AuditedStore audited;

  public FederationApi(
      FederationReadStore federation, FederationControl control, AuditedStore audited) {
    this.federation = federation;
    this.control = control;
    this.audited = audited;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/v1/fl/rounds",
            "Finished rounds of federated trainings, newest first, and how the training here stands",
            FederationReadStore.ROUNDS,
            (_, query) -> federation.rounds(query).map(this::withState)),
        Endpoint.get(
            "/api/v1/fl/rounds/:round",
            "One round with its clients' reports, influences and spends",
            FederationReadStore.ROUND,
            this::round),
        Endpoint.get(
            "/api/v1/fl/clients",
            "Who came to train, and what became of them",
            FederationReadStore.CLIENTS,
            (_, query) -> federation.clients(query, control.state())),
        Endpoint.get(
            "/api/v1/fl/privacy",
            "What privacy was spent, by account and unit, and what sites attest of themselves",
            List.of(),
            (_, _) -> federation.privacy(control.state())),
        Endpoint.get(
            "/api/v1/fl/ledger",
            "Rows of the privacy ledger, newest first, and whether the whole chain is as it was written",
            FederationReadStore.LEDGER,
            this::ledger),
        Endpoint.post(
            "/api/v1/fl/rounds/trigger",
            "Lets the next round begin as soon as enough clients are there",
            (context, _) -> trigger(AccessHandler.sessionOf(context).person())));
  }

  private JsonObject withState(JsonObject rounds) {
    return rounds.put("training", control.state().orElse(null));
  }

  private Future<JsonObject> round(RoutingContext context, Query query) {
    String text = context.pathParam("round");
    if (!text.matches("[0-9]{1,9}")) {
      throw Problem.badParameter("round", text, "a whole number");
    }
    return federation
        .round(Integer.parseInt(text), query)
        .map(found ->
            found.orElseThrow(() -> Problem.notFound("There is no finished round " + text + '.')));
  }

  private Future<JsonObject> ledger(RoutingContext context, Query query) {
    return context
        .vertx()
        .executeBlocking(control::verifyLedger, false)
        .compose(
            check -> federation.ledger(query).map(rows -> rows.put("check", check.orElse(null))));
  }

  /**
   * In the trail's transaction: of what is refused no row is kept, and what cannot be written down does not begin. Only a
   * commit that fails, in the moment between, leaves a round without its row.
   */
  private Future<JsonObject> trigger(String person) {
    return audited.inTransaction((db, trail) -> {
      JsonObject training = control.state().orElseGet(JsonObject::new);
      var decision = Decision.ofRound(
          person, training.getString("run", ""), training.getInteger("next_round", 0));
      return trail.append(db, decision).map(_ -> begin());
    });
  }

  private JsonObject begin() {
    try {
      return control.trigger();
    } catch (IllegalStateException e) {
      throw Problem.of(
          409, ProblemKind.NO_NEXT_ROUND, "No next round", String.valueOf(e.getMessage()) + '.');
    }
  }
}
