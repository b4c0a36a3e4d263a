package io.fedics.present;

import io.fedics.present.CommandStore.Action;
import io.fedics.present.access.AccessHandler;
import io.fedics.present.history.Collection;
import io.fedics.present.history.EvidenceStore;
import io.fedics.present.history.IncidentReadStore;
import io.fedics.present.history.VerdictStore;
import io.fedics.present.http.Csv;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.JsonBody;
import io.fedics.present.http.PathId;
import io.fedics.present.http.Position;
import io.fedics.present.http.Problem;
import io.fedics.shared.attack.Techniques;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Incidents: list, detail, evidence, and what people do with them. */
final class IncidentApi {
  private static final Map<String, Action> ACTIONS = Map.of(
      "acknowledge", Action.ACKNOWLEDGE,
      "resolve", Action.RESOLVE,
      "false-positive", Action.FALSE_POSITIVE,
      "reopen", Action.REOPEN,
      "notes", Action.NOTE,
      "assign", Action.ASSIGN);
  private static final List<String> CSV_INCIDENTS = List.of(
      "id",
      "site",
      "label",
      "level",
      "severity",
      "probability",
      "status",
      "assignee",
      "attacker",
      "victims",
      "victim_count",
      "rules",
      "techniques",
      "first_seen",
      "last_seen",
      "verdicts",
      "summary",
      "acknowledged_by",
      "acknowledged_at");
  private static final int MOST_NOTE = 4_000;
  private static final int MOST_NAME = 64;
  private static final int MOST_KEY = 128;

  private final IncidentReadStore incidents;
  private final EvidenceStore evidence;
  private final VerdictStore verdicts;
  private final CommandStore commands;
  private final Techniques techniques;
  private final Consumer<UUID> changed;

  IncidentApi(
      IncidentReadStore incidents,
      EvidenceStore evidence,
      VerdictStore verdicts,
      CommandStore commands,
      Techniques techniques,
      Consumer<UUID> changed) {
    this.incidents = incidents;
    this.evidence = evidence;
    this.verdicts = verdicts;
    this.commands = commands;
    this.techniques = techniques;
    this.changed = changed;
  }

  List<Endpoint> endpoints() {
    var endpoints = new ArrayList<Endpoint>();
    endpoints.add(Endpoint.download(
        "/api/v1/incidents",
        "Incidents, worst first, with counts per facet",
        IncidentReadStore.FILTERS,
        (context, query) ->
            incidents.page(query).map(page -> orCsv(context, "incidents", CSV_INCIDENTS, page))));
    endpoints.add(Endpoint.get(
        "/api/v1/incidents/:id",
        "One incident with its history",
        List.of(),
        (context, _) -> find(PathId.of(context))));
    endpoints.add(Endpoint.download(
        "/api/v1/incidents/:id/evidence",
        "The findings behind an incident, with their flows",
        EvidenceStore.FILTERS,
        (context, query) -> find(PathId.of(context))
            .compose(incident -> evidence.page(incident, query))
            .map(page -> orCsv(
                context,
                "evidence-" + PathId.of(context),
                Collection.ANOMALIES.csvColumns(),
                page))));
    endpoints.add(Endpoint.get(
        "/api/v1/incidents/:id/verdict",
        "Who says so: the surest verdict and each detector's rarest finding",
        List.of(),
        (context, _) -> find(PathId.of(context)).compose(verdicts::of)));
    ACTIONS.forEach((path, action) -> endpoints.add(Endpoint.post(
        "/api/v1/incidents/:id/" + path, summaryOf(action), (context, _) -> run(context, action))));
    return endpoints;
  }

  private static Object orCsv(
      RoutingContext context, String name, List<String> columns, JsonObject page) {
    if (!Endpoint.wantsCsv(context)) {
      return page;
    }
    Endpoint.tellNext(context, Optional.ofNullable(page.getString("next_cursor")));
    return new Csv(
        "fedics-" + name + ".csv",
        columns,
        page.getJsonArray("items").stream().map(JsonObject.class::cast).toList());
  }

  private static String summaryOf(Action action) {
    return switch (action) {
      case ACKNOWLEDGE -> "Somebody takes care: from new or reopened";
      case RESOLVE -> "It is over: from any open status";
      case FALSE_POSITIVE -> "It was none; the note says why";
      case REOPEN -> "It is not over: from resolved or false-positive";
      case NOTE -> "Adds a note";
      case ASSIGN -> "Gives it to somebody; an empty assignee takes it from everybody";
    };
  }

  private Future<JsonObject> find(UUID id) {
    return incidents
        .find(id)
        .map(found -> described(
            found.orElseThrow(() -> Problem.notFound("There is no incident " + id + '.'))));
  }

  private JsonObject described(JsonObject incident) {
    var names = new JsonObject();
    incident
        .getJsonArray("techniques")
        .forEach(id -> names.put(id.toString(), techniques.name(id.toString())));
    return incident.put("technique_names", names).put("attack_version", techniques.version());
  }

  private Future<JsonObject> run(RoutingContext context, Action action) {
    UUID id = PathId.of(context);
    JsonObject body = JsonBody.objectOf(context);
    String note = textOf(body, "note", MOST_NOTE);
    boolean noteNeeded = action == Action.FALSE_POSITIVE || action == Action.NOTE;
    if (noteNeeded && (note == null || note.isBlank())) {
      throw Problem.badValue(422, "note", "missing", "a text that says why");
    }
    String assignee = textOf(body, "assignee", MOST_NAME);
    if (action == Action.ASSIGN && assignee == null) {
      throw Problem.badValue(422, "assignee", "missing", "a name, or an empty text");
    }
    var command = new CommandStore.Command(
        id,
        action,
        AccessHandler.sessionOf(context).person(),
        note,
        assignee,
        header(context, "Idempotency-Key"),
        seen(context));
    return commands.run(command).onSuccess(_ -> changed.accept(id)).compose(_ -> find(id));
  }

  private static @Nullable String textOf(JsonObject body, String field, int most) {
    Object value = body.getValue(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text) || text.length() > most || !isStorable(text)) {
      throw Problem.badValue(
          422,
          field,
          value.toString(),
          "a text of at most " + most + " characters, no U+0000 and no half character");
    }
    return text.strip();
  }

  /** Half a surrogate pair, as a browser sends that cut an emoji, is no character, and Postgres refuses it. */
  private static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static @Nullable String header(RoutingContext context, String name) {
    String value = context.request().getHeader(name);
    if (value != null && (value.isBlank() || value.length() > MOST_KEY)) {
      throw Problem.badParameter(name, value, "1 to " + MOST_KEY + " characters");
    }
    return value;
  }

  private static @Nullable Position seen(RoutingContext context) {
    String value = header(context, "If-Match");
    return value == null || value.equals("*")
        ? null
        : Position.parse("If-Match", value.replace("\"", ""));
  }
}
