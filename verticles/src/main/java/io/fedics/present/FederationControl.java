package io.fedics.present;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The training of this process, if it runs one. Ask it from any thread; it does not block. */
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
  };

  /** How it stands: run, round, who is there, strategy, budget; empty where none runs. */
  Optional<JsonObject> state();

  /**
   * Lets the next round begin.
   *
   * @return run, round, clients, waiting_for
   * @throws IllegalStateException when there is no next round, with the reason
   */
  JsonObject trigger();
}
