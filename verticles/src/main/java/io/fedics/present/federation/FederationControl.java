package io.fedics.present.federation;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The training of this process, if it runs one. Ask it from any thread; only {@link #verifyLedger} blocks. */
public interface FederationControl {
  /** Where no training runs. */
  FederationControl NONE = new FederationControl() {
    @Override
    public Optional<JsonObject> state() {
      return Optional.empty();
    }

    @Override
    public JsonObject trigger() {
      throw new IllegalStateException("the stage federate does not run in this process");
    }

    @Override
    public Optional<JsonObject> verifyLedger() {
      return Optional.empty();
    }
  };

  /** How it stands: run, round, its phase, who is there and who is waited for, strategy, budget; empty where none runs. */
  Optional<JsonObject> state();

  /**
   * Lets the next round begin.
   *
   * @return run, round, clients, waiting_for
   * @throws IllegalStateException when there is no next round, with the reason
   */
  JsonObject trigger();

  /**
   * Computes every row of the privacy ledger again. Blocks.
   *
   * @return rows, valid, first_bad_row, detail; empty where the key is not at hand
   */
  Optional<JsonObject> verifyLedger();
}
