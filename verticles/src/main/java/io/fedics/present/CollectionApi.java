package io.fedics.present;

import io.fedics.present.history.Collection;
import io.fedics.present.history.EventStore;
import io.fedics.present.http.Csv;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.Query;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The lists of events, and their short aliases. */
final class CollectionApi {
  private static final Set<Collection> ALIASED = Set.of(
      Collection.ANOMALIES,
      Collection.CLASSIFICATIONS,
      Collection.PREDICTIONS,
      Collection.ALERTS,
      Collection.FL_EVENTS);

  private final EventStore events;

  CollectionApi(EventStore events) {
    this.events = events;
  }

  List<Endpoint> endpoints() {
    var endpoints = new ArrayList<Endpoint>();
    for (Collection of : Collection.values()) {
      endpoints.add(Endpoint.download(
          "/api/v1/" + of.path(),
          of.summary() + ", newest first",
          of.parameters(),
          (context, query) -> page(of, context, query)));
      if (ALIASED.contains(of)) {
        endpoints.add(Endpoint.get(
            '/' + of.path(),
            of.summary() + ", as a plain array",
            of.parameters(),
            (_, query) -> events.page(of, query).map(page -> new JsonArray(page.items()))));
      }
    }
    return endpoints;
  }

  private Future<?> page(Collection of, RoutingContext context, Query query) {
    return events.page(of, query).map(page -> {
      if (Endpoint.wantsCsv(context)) {
        Endpoint.tellNext(context, page.nextCursor());
        return new Csv(fileName(of, query), of.csvColumns(), page.items());
      }
      return new JsonObject()
          .put("items", new JsonArray(page.items()))
          .put("next_cursor", page.nextCursor().orElse(null))
          .put("last_position", page.lastPosition().toString());
    });
  }

  private static String fileName(Collection of, Query query) {
    String span = query.time("from").map(CollectionApi::compact).orElse("start")
        + '-'
        + query.time("to").map(CollectionApi::compact).orElse("now");
    return "fedics-" + of.path() + '-' + query.text("site").orElse("all") + '-' + span + ".csv";
  }

  private static String compact(Instant time) {
    return time.toString().replaceAll("[-:]|\\.\\d+", "");
  }
}
