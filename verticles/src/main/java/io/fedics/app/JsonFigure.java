package io.fedics.app;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Figures in an answer for programs. */
final class JsonFigure {
  private JsonFigure() {}

  static JsonObject of(ScenarioBenchmark.Spread spread) {
    return new JsonObject().put("mean", of(spread.mean())).put("sd", of(spread.sd()));
  }

  /** A figure that does not exist is null, never a default. */
  static @Nullable Double of(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
