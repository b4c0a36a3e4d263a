package io.fedics.app.privacy;

import io.fedics.app.cli.JsonFigure;
import io.fedics.fl.privacy.ledger.Spent;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** An epsilon in JSON, never without what gives it a meaning. */
public final class SpentFields {
  private SpentFields() {}

  /** Puts {@code epsilon}, {@code unit}, {@code delta}, {@code accountant} and {@code steps}; null where nothing is hidden. */
  public static JsonObject put(JsonObject object, Optional<Spent> spent) {
    return object
        .put("epsilon", spent.map(Spent::epsilon).map(JsonFigure::of).orElse(null))
        .put("unit", spent.map(so -> so.unit().word()).orElse(null))
        .put("delta", spent.map(Spent::delta).orElse(null))
        .put("accountant", spent.map(Spent::accountant).orElse(null))
        .put("steps", spent.map(Spent::steps).orElse(null));
  }
}
