package io.fedics.present.access;

import io.fedics.present.access.HealthCheck.Answer;
import io.fedics.present.access.HealthCheck.Status;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** {@code /healthz} and {@code /readyz}: 503 when something is down. */
final class HealthPages {
  private static final long LIMIT_MILLIS = 1_500;

  private final List<HealthCheck> checks;

  HealthPages(List<HealthCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  private record Result(String id, Answer answer) {}

  void show(RoutingContext context) {
    Future.all(checks.stream().map(HealthPages::ask).toList()).onSuccess(all -> {
      List<Result> results = all.list();
      Status worst = results.stream()
          .map(result -> result.answer().status())
          .max(Status::compareTo)
          .orElse(Status.OK);
      context
          .response()
          .setStatusCode(worst == Status.DOWN ? 503 : 200)
          .putHeader("content-type", "application/json")
          .end(json(worst, results).toBuffer());
    });
  }

  private static Future<Result> ask(HealthCheck check) {
    return check
        .ask()
        .get()
        .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
        .otherwise(error -> Answer.down(String.valueOf(error.getMessage())))
        .map(answer -> new Result(check.id(), answer));
  }

  private static JsonObject json(Status worst, List<Result> results) {
    var list = new JsonArray();
    results.forEach(result -> list.add(new JsonObject()
        .put("id", result.id())
        .put("status", nameOf(result.answer().status()))
        .put("detail", result.answer().detail())));
    return new JsonObject().put("status", nameOf(worst)).put("checks", list);
  }

  private static String nameOf(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
