package io.fedics.present;

import io.fedics.present.access.Access;
import io.fedics.present.access.HealthCheck;
import io.fedics.present.audit.AuditTrail;
import io.fedics.present.federation.FederationControl;
import io.fedics.present.history.HistoryStore;
import io.fedics.present.live.LiveEvents;
import io.fedics.present.scoring.Scoring;
import io.fedics.shared.attack.Techniques;
import io.fedics.shared.stage.StageMetrics;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What the API shows and cannot make itself.
 *
 * @param trail where what people decide is written down
 * @param live newest records, for live frames
 * @param stages counters of this process's stages
 * @param metrics Prometheus text
 * @param folder where this process keeps its data
 * @param checks what {@code /readyz} asks
 * @param learning by site: {@code {"share": 0.62, "seconds_left": 540, "detectors": {…}}}, for each detector the same;
 *     empty when nothing learns
 * @param models what models there are; may block
 * @param federation the training of this process
 * @param scoring judges records that people send
 * @param version of the program
 */
public record PresentParts(
    HistoryStore history,
    AuditTrail trail,
    Access access,
    LiveEvents live,
    Supplier<List<StageMetrics.Snapshot>> stages,
    Supplier<String> metrics,
    Path folder,
    List<HealthCheck> checks,
    Supplier<JsonObject> learning,
    Callable<List<JsonObject>> models,
    FederationControl federation,
    Scoring scoring,
    Techniques techniques,
    String version,
    Clock clock) {

  public PresentParts {
    checks = List.copyOf(checks);
  }
}
