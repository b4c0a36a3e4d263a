package io.fedics.app.fl;

import io.fedics.app.cli.JsonFigure;
import io.fedics.fl.aggregate.Suspicion;
import io.vertx.core.json.JsonObject;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How unlike the others a site was, of a simulation and of a server alike. A figure that nobody computed is null, or a dash. */
final class SuspicionFields {
  private static final String COLUMNS = "%8s %9s %7s %6s %10s %10s";
  /** Above the columns. */
  static final String HEADS =
      COLUMNS.formatted("score", "distance", "turned", "twin", "influence", "agreement");
  /** In place of figures of a site that was never compared. */
  static final String NONE = COLUMNS.formatted("–", "–", "–", "–", "–", "–");

  private SuspicionFields() {}

  /**
   * @param score of the site, which may be more than its updates say
   */
  static JsonObject put(JsonObject site, double score, Suspicion suspicion) {
    return site.put("score", JsonFigure.of(score))
        .put("distance", JsonFigure.of(suspicion.distance()))
        .put("turned", JsonFigure.of(suspicion.turned()))
        .put("twin", JsonFigure.of(suspicion.twin()))
        .put("influence", JsonFigure.of(suspicion.influence()))
        .put("agreement", number(suspicion.agreement()));
  }

  /** Of a site that was never compared with others. */
  static JsonObject putNone(JsonObject site) {
    for (String name :
        new String[] {"score", "distance", "turned", "twin", "influence", "agreement"}) {
      site.putNull(name);
    }
    return site;
  }

  /** As wide as {@link #HEADS}; the score as in {@link #put}. */
  static String columns(double score, Suspicion suspicion) {
    return COLUMNS.formatted(
        figure(JsonFigure.of(score)),
        figure(JsonFigure.of(suspicion.distance())),
        figure(JsonFigure.of(suspicion.turned())),
        figure(JsonFigure.of(suspicion.twin())),
        figure(JsonFigure.of(suspicion.influence())),
        figure(number(suspicion.agreement())));
  }

  private static String figure(@Nullable Double value) {
    return FigureText.of("%.2f", value);
  }

  private static @Nullable Double number(OptionalDouble value) {
    return value.isPresent() ? JsonFigure.of(value.getAsDouble()) : null;
  }
}
