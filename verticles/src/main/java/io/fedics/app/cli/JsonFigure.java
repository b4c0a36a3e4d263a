package io.fedics.app.cli;

import io.fedics.fl.evaluate.Spread;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Figures in an answer for programs. */
public final class JsonFigure {
  private JsonFigure() {}

  /** {@code mean} and {@code sd}. */
  public static JsonObject of(Spread spread) {
    return new JsonObject().put("mean", of(spread.mean())).put("sd", of(spread.sd()));
  }

  /** A figure that does not exist is null, never a default. */
  public static @Nullable Double of(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
