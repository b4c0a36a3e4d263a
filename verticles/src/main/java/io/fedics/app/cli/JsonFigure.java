package io.fedics.app.cli;

import io.fedics.fl.evaluate.Spread;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Figures in an answer for programs. */
public final class JsonFigure {
  private JsonFigure() {}

  /** {@code mean} and {@code sd}; both null of a figure that no seed has. */
  public static JsonObject of(Spread spread) {
    Double mean = of(spread.mean());
    return new JsonObject().put("mean", mean).put("sd", mean == null ? null : of(spread.sd()));
  }

  /** A figure that does not exist is null, never a default. */
  public static @Nullable Double of(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
