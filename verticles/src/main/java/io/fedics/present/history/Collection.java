package io.fedics.present.history;

import io.fedics.present.http.Parameter;
import io.fedics.present.http.Parameter.Kind;
import io.fedics.present.http.Query;
import io.fedics.present.http.Times;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.SeverityLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The lists of events: table, filters, columns of the download. */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
public enum Collection {
  FLOWS(
      "flows",
      "Flows as the sensors saw them",
      List.of("src_ip", "dst_ip"),
      List.of("protocol", "service", "state", "port"),
      List.of(
          "observed_at",
          "site",
          "src_ip",
          "src_port",
          "dst_ip",
          "dst_port",
          "protocol",
          "service",
          "state",
          "duration_ms",
          "bytes_out",
          "bytes_in",
          "packets_out",
          "packets_in",
          "sensor",
          "event_id")),
  ANOMALIES(
      "anomalies",
      "Findings of the detectors",
      List.of("host"),
      List.of("detector", "label", "rule", "protocol", "min_score", "all"),
      List.of(
          "observed_at",
          "site",
          "host",
          "detector",
          "rule",
          "label",
          "score",
          "raw_score",
          "threshold",
          "is_anomaly",
          "protocol",
          "port",
          "peers",
          "peer_count",
          "reasons",
          "flow_id",
          "event_id")),
  CLASSIFICATIONS(
      "classifications",
      "Verdicts about hosts, second by second",
      List.of("host", "attacker"),
      List.of("detector", "label", "rule", "protocol", "min_score"),
      List.of(
          "observed_at",
          "site",
          "host",
          "label",
          "score",
          "is_anomaly",
          "attacker",
          "victims",
          "victim_count",
          "rules",
          "techniques",
          "detectors",
          "protocol",
          "port",
          "reasons",
          "event_id")),
  PREDICTIONS(
      "predictions",
      "Severity and likely next hops of verdicts",
      List.of("host", "attacker"),
      List.of("label", "level", "min_score"),
      List.of(
          "observed_at",
          "site",
          "verdict.host",
          "verdict.label",
          "severity",
          "level",
          "escalated",
          "verdict.attacker",
          "impacted",
          "next_hops",
          "event_id")),
  ALERTS(
      "alerts",
      "What was told of incidents",
      List.of("attacker"),
      List.of("label", "level", "status", "incident"),
      List.of(
          "observed_at",
          "site",
          "schema",
          "incident.id",
          "incident.label",
          "incident.level",
          "incident.severity",
          "incident.attacker",
          "incident.summary",
          "incident_id",
          "status",
          "by",
          "note",
          "event_id")),
  FL_EVENTS(
      "fl-events",
      "What happened in federated trainings",
      List.of(),
      List.of("kind", "run", "client", "round"),
      List.of(
          "observed_at",
          "schema",
          "run",
          "round",
          "client",
          "clients",
          "examples",
          "loss",
          "kind",
          "how",
          "reason",
          "privacy",
          "suspicion",
          "event_id")),
  DEAD_LETTERS(
      "dead-letters",
      "Records that could not be read",
      List.of(),
      List.of("topic"),
      List.of(
          "observed_at",
          "source",
          "reason",
          "topic",
          "partition",
          "offset",
          "length",
          "sha256",
          "event_id"));

  static final List<String> LABELS =
      Arrays.stream(AttackLabel.values()).map(AttackLabel::wireName).toList();
  static final List<String> LEVELS = names(SeverityLevel.values());
  static final List<String> STATUSES =
      List.of("new", "acknowledged", "reopened", "resolved", "false-positive");

  /** As in the column {@code kind}: a record's schema without its version. */
  private static final List<String> FL_KINDS = List.of(
      "round-completed",
      "client-joined",
      "client-reported",
      "client-lost",
      "client-refused",
      "budget-spent",
      "influence-reported",
      "training-stopped",
      "model-compared");

  private final String path;
  private final String summary;
  private final List<String> hostColumns;
  private final List<String> filters;
  private final List<String> csvColumns;

  Collection(
      String path,
      String summary,
      List<String> hostColumns,
      List<String> filters,
      List<String> csvColumns) {
    this.path = path;
    this.summary = summary;
    this.hostColumns = hostColumns;
    this.filters = filters;
    this.csvColumns = csvColumns;
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  public String path() {
    return path;
  }

  public String summary() {
    return summary;
  }

  String table() {
    return path.replace('-', '_');
  }

  List<String> hostColumns() {
    return hostColumns;
  }

  public List<String> csvColumns() {
    return csvColumns;
  }

  public List<Parameter> parameters() {
    var parameters = new ArrayList<Parameter>();
    parameters.add(Parameter.whole("limit", "rows of one answer, 100 by default", 1, 1_000));
    parameters.add(Parameter.of("cursor", Kind.CURSOR, "next_cursor of an earlier answer"));
    parameters.add(Parameter.of(
        "after", Kind.POSITION, "rows stored behind this position, in the order of persistence"));
    parameters.add(Parameter.of("from", Kind.TIME, "event time, inclusive"));
    parameters.add(Parameter.of("to", Kind.TIME, "event time, exclusive"));
    parameters.add(Parameter.of(
        "site",
        Kind.SITE,
        this == DEAD_LETTERS ? "one site; none of these tells one" : "one site"));
    parameters.add(Parameter.of(
        "host",
        Kind.HOST,
        "address, start of one, or range"
            + (hostColumns.isEmpty() ? "; none of these has one" : "")));
    filters.forEach(filter -> parameters.add(parameterOf(filter)));
    return parameters;
  }

  private static Parameter parameterOf(String filter) {
    return switch (filter) {
      case "label" -> Parameter.choices("label", "class of the attack", LABELS);
      case "level" -> Parameter.choices("level", "severity in words", LEVELS);
      case "status" -> Parameter.choices("status", "of the incident now", STATUSES);
      case "state" ->
        Parameter.choices("state", "how the connection went", names(FlowState.values()));
      case "min_score" -> Parameter.number("min_score", "least score or severity", 0, 1);
      case "kind" -> Parameter.choices("kind", "of the event", FL_KINDS);
      case "round" -> Parameter.whole("round", "of the training", 0, Integer.MAX_VALUE);
      case "port" -> Parameter.whole("port", "destination port", 0, 65_535);
      case "incident" -> Parameter.of("incident", Kind.ID, "alerts of one incident");
      case "all" -> Parameter.of("all", Kind.FLAG, "also findings that are no anomaly");
      default -> Parameter.of(filter, Kind.TEXTS, filter);
    };
  }

  /** Everything but the place in the list. */
  public Where where(Query query) {
    Where where = whereWithoutHost(query);
    query.text("host").ifPresent(host -> {
      if (hostColumns.isEmpty()) {
        where.and("false");
      } else {
        where.host(host, hostColumns);
      }
    });
    return where;
  }

  Where whereWithoutHost(Query query) {
    var where = new Where();
    query.text("site").ifPresent(site -> where.and("site = ?", site));
    query.time("from").ifPresent(from -> where.and("observed_at >= ?", Times.utc(from)));
    query.time("to").ifPresent(to -> where.and("observed_at < ?", Times.utc(to)));
    if (this == ANOMALIES && !query.flag("all")) {
      where.and("is_anomaly");
    }
    filters.forEach(filter -> filter(filter, query, where));
    return where;
  }

  private void filter(String filter, Query query, Where where) {
    if (!query.has(filter)) {
      return;
    }
    switch (filter) {
      case "all" -> {}
      case "min_score" ->
        query
            .get(filter, Double.class)
            .ifPresent(
                least -> where.and((this == PREDICTIONS ? "severity" : "score") + " >= ?", least));
      case "port" -> where.and("dst_port = ?", query.whole("port", 0));
      case "round" -> where.and("round = ?", query.whole("round", 0));
      case "incident" ->
        query.get(filter, java.util.UUID.class).ifPresent(id -> where.and("incident_id = ?", id));
      case "protocol" -> anyOf(filter, lowerCase(query.texts(filter)), where);
      default -> anyOf(filter, query.texts(filter), where);
    }
  }

  private void anyOf(String filter, List<String> wanted, Where where) {
    where.and(condition(filter), (Object) wanted.toArray(String[]::new));
  }

  private static List<String> lowerCase(List<String> words) {
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  private String condition(String filter) {
    if (filter.equals("status")) { // only what people did to an incident carries a status itself
      return "incident_id IN (SELECT id FROM incidents WHERE status = ANY(?::text[]))";
    }
    boolean list = this == CLASSIFICATIONS && (filter.equals("detector") || filter.equals("rule"));
    return list ? filter + "s && ?::text[]" : filter + " = ANY(?::text[])";
  }
}
