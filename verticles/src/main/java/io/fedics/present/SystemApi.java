package io.fedics.present;

import io.fedics.present.access.AccessHandler;
import io.fedics.present.access.Session;
import io.fedics.present.history.HostStore;
import io.fedics.present.history.KnownSites;
import io.fedics.present.history.SeriesStore;
import io.fedics.present.history.SiteReadStore;
import io.fedics.present.history.StatsStore;
import io.fedics.present.history.VerdictHashStore;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.Query;
import io.fedics.present.live.StageRates;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Who am I, totals, series, hosts, stages, this process. */
final class SystemApi {
  private final KnownSites sites;
  private final StatsStore stats;
  private final SeriesStore series;
  private final HostStore hosts;
  private final VerdictHashStore hashes;
  private final StageRates rates;
  private final ProcessState process;
  private final Supplier<JsonObject> learning;
  private final Callable<List<JsonObject>> models;
  private final String version;
  private final Clock clock;

  SystemApi(
      Stores stores,
      StageRates rates,
      ProcessState process,
      Supplier<JsonObject> learning,
      Callable<List<JsonObject>> models,
      String version,
      Clock clock) {
    this.sites = new KnownSites(stores.sites()::all);
    this.stats = stores.stats();
    this.series = stores.series();
    this.hosts = stores.hosts();
    this.hashes = stores.hashes();
    this.rates = rates;
    this.process = process;
    this.learning = learning;
    this.models = models;
    this.version = version;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/v1/me", "Who asks, and what he may see", List.of(), (context, _) -> me(context)),
        Endpoint.get(
            "/api/v1/stats",
            "Totals of a span of event time",
            StatsStore.STATS,
            (_, query) -> stats(query)),
        Endpoint.get(
            "/api/v1/series",
            "A metric over time, [second, min, max, mean] per step",
            SeriesStore.SERIES,
            (_, query) -> series.series(query)),
        Endpoint.get(
            "/api/v1/distributions",
            "Normal and anomalous per value of a column",
            StatsStore.DISTRIBUTIONS,
            (_, query) -> stats.distribution(query)),
        Endpoint.get(
            "/api/v1/classes",
            "Mean probabilities of anomalous windows per step",
            SeriesStore.CLASSES,
            (_, query) -> series.classes(query)),
        Endpoint.get(
            "/api/v1/hosts",
            "Hosts that act in an open incident, by its severity",
            HostStore.FILTERS,
            (_, query) -> hosts.page(query)),
        Endpoint.get(
            "/api/v1/system/stages",
            "Counters of the stages, and how far sites and detectors are with learning",
            List.of(),
            (_, _) -> stages()),
        Endpoint.get(
            "/api/v1/system/process",
            "Who is connected to the process that answers, and its disk, heap and clock",
            List.of(),
            (_, _) -> process.json()),
        Endpoint.get(
            "/api/v1/models",
            "Models that come with the program or were trained here, each with its card",
            List.of(),
            (context, _) -> models(context)));
  }

  private Future<JsonObject> stats(Query query) {
    Future<JsonObject> totals = stats.stats(query);
    return query
        .text("site")
        .map(site ->
            totals.compose(json -> hashes.of(site).map(hex -> json.put("verdicts_sha256", hex))))
        .orElse(totals);
  }

  private Future<JsonObject> me(RoutingContext context) {
    Session session = AccessHandler.sessionOf(context);
    return sites
        .now()
        .map(all -> new JsonObject()
            .put("person", session.person())
            .put("roles", new JsonArray().add("admin"))
            .put(
                "sites",
                new JsonArray(all.stream().map(SiteReadStore.Site::name).toList()))
            .put("spans", spans(all))
            .put("server_time", clock.instant().toString())
            .put("version", version)
            .put("locale", "en")
            .put("csrf", session.csrf()));
  }

  /** The own time of every replayed file: none of it is in the last hour. */
  private static JsonObject spans(List<SiteReadStore.Site> all) {
    var spans = new JsonObject();
    all.forEach(site -> site.ofFile()
        .ifPresent(span -> spans.put(
            site.name(),
            new JsonObject()
                .put("from", span.oldest().toString())
                .put("to", span.newest().toString()))));
    return spans;
  }

  /** Reads files, so not here. */
  private Future<JsonObject> models(RoutingContext context) {
    return context
        .vertx()
        .executeBlocking(models)
        .map(all -> new JsonObject().put("items", new JsonArray(all)));
  }

  private Future<JsonObject> stages() {
    return Future.succeededFuture(
        new JsonObject().put("items", rates.json()).put("learning", learning.get()));
  }
}
