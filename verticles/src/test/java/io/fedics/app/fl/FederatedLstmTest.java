package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.bundle.ModelStore;
import io.fedics.app.offline.OfflineStages;
import io.fedics.fl.model.bundle.Bundle;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** How it is trained and activated is tested with its commands. */
class FederatedLstmTest {
  private final FederatedLstm model = new FederatedLstm();
  private final OfflineStages stages = OfflineStages.defaults();

  /** Sites that hide altogether judge nothing; a detector still has to know what is usual. */
  @Test
  void bundle_roundNobodyJudged_takesWhatIsUsualOnSimulatedPlants() {
    var round =
        new JsonObject().put("client_ids", new JsonArray().add("north")).put("examples", 100);
    var origin = new FederatedOrigin("run-1", 1, round, "FedAvg", false, true);
    Bundle bundle = model.bundle(model.shipped(), origin, stages);
    // the weights of the shipped bundle, which were trained on plants of the same kind
    double shipped = ModelStore.ofShipped().shipped("lstm").number("held_out_error");
    assertThat(bundle.number("held_out_error")).isBetween(shipped / 2, 2 * shipped);
    assertThat(bundle.card()).contains("of simulated plants, because no site told its own: ");
  }
}
