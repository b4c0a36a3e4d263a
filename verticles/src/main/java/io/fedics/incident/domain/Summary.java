package io.fedics.incident.domain;

import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One sentence a person understands, from codes and numbers: {@code 10.0.4.17 probed 212 ports on 10.0.1.5 (PLC) within
 * 10 s; usual: 2}. A rule without a sentence of its own gets a general one.
 */
final class Summary {
  private final IncidentSnapshot incident;
  private final OpenIncident open;
  private final UnaryOperator<String> roleOf;

  private Summary(OpenIncident open, UnaryOperator<String> roleOf) {
    this.incident = open.now();
    this.open = open;
    this.roleOf = roleOf;
  }

  /**
   * @param roleOf what kind of asset a host is, empty when unknown
   */
  static String of(OpenIncident open, UnaryOperator<String> roleOf) {
    return new Summary(open, roleOf).sentence();
  }

  private String sentence() {
    Reason reason = incident.reasons().isEmpty()
        ? new Reason("", 0, 0, 0)
        : incident.reasons().getFirst();
    long count = Math.round(reason.value());
    String attacker = attacker();
    String within = within(reason.feature());
    String usual = "; usual: " + number(reason.expected());
    return switch (open.rule()) {
      case "vertical-scan" ->
        attacker + " probed " + counted(count, "port") + on(victims()) + within + usual;
      case "horizontal-scan" ->
        attacker + " probed " + counted(count, "host") + onPort() + within + usual;
      case "flood" ->
        sources() + " flooded " + victims() + " with " + counted(count, "flow") + within + usual;
      case "slow-dos" ->
        sources() + " held " + counted(count, "slow connection") + " to " + victims() + " open"
            + within + usual;
      case "brute-force" ->
        attacker + " tried " + counted(count, "login") + on(victims()) + onPort() + within + usual;
      case "beaconing" ->
        attacker + " called " + victims() + ' ' + counted(count, "time") + " at regular intervals"
            + period();
      case "exfiltration" ->
        attacker + " sent " + bytes(reason.value()) + " to " + victims() + within + "; usual: "
            + bytes(reason.expected());
      case "rogue-master" -> attacker + " wrote to " + victims() + ", which it never did before";
      case "lateral-movement" ->
        attacker + " opened admin connections to " + counted(count, "host")
            + " it did not use before" + within + ": " + victims();
      case "port-role" -> portRole(reason, count, attacker);
      case "surge" ->
        attacker + " did more than usual: " + counted(count, word(reason.feature())) + within
            + usual;
      case "impossible-travel" ->
        attacker + " was seen at two places, faster than travel allows: " + count
            + " km/h; possible: " + number(reason.expected());
      default ->
        attacker + " shows " + incident.label().wireName() + " towards " + victims() + ": "
            + reason.feature() + ' ' + number(reason.value()) + usual;
    };
  }

  private String portRole(Reason reason, long count, String attacker) {
    if (reason.feature().startsWith("peers-asked")) {
      return attacker + ", a server, asked " + counted(count, "host") + " as a client: "
          + victims();
    }
    return attacker + " and " + victims() + " spoke between two reserved ports";
  }

  private String attacker() {
    return incident.attacker().equals(AttackClassified.MANY)
        ? "many hosts"
        : withRole(incident.attacker());
  }

  private String sources() {
    Optional<Reason> sources = incident.reasons().stream()
        .filter(reason -> reason.feature().startsWith("distinct-sources"))
        .findFirst();
    long named = open.attackers().size();
    long found = Math.max(named, Math.round(sources.map(Reason::value).orElse(0.0)));
    boolean isCut = named == OpenIncident.MOST_HOSTS && found == named;
    String least = isCut || sources.isPresent() && !isOfSameTime(sources) ? "at least " : "";
    if (incident.attacker().equals(AttackClassified.MANY)) {
      return least + counted(found, "host");
    }
    if (found < 2) {
      return attacker();
    }
    return attacker() + " and " + least + counted(found - 1, "other host");
  }

  /** Whether it was counted over as long as what the sentence is about: sources of one second are not those of a minute. */
  private boolean isOfSameTime(Optional<Reason> counted) {
    return counted
        .map(Reason::feature)
        .flatMap(Horizon::text)
        .equals(Horizon.text(incident.reasons().getFirst().feature()));
  }

  private String victims() {
    List<String> victims = incident.victims();
    if (victims.isEmpty()) {
      return "other hosts";
    }
    String first = withRole(victims.getFirst());
    long more = incident.victimCount() - 1;
    if (more < 1) {
      return first;
    }
    if (victims.size() == 2 && more == 1) {
      return first + " and " + withRole(victims.get(1));
    }
    String least = victims.size() == OpenIncident.MOST_HOSTS ? "at least " : "";
    return first + " and " + least + counted(more, "other host");
  }

  private String withRole(String host) {
    String role = roleOf.apply(host);
    return role.isEmpty() ? host : host + " (" + role + ")";
  }

  private String onPort() {
    Integer port = incident.port();
    return port == null ? "" : " (port " + port + ")";
  }

  private String period() {
    return incident.reasons().stream()
        .filter(reason -> reason.feature().equals("period-seconds"))
        .findFirst()
        .map(reason -> ", every " + number(reason.value()) + " s")
        .orElse("");
  }

  private static String on(String whom) {
    return " on " + whom;
  }

  private static String within(String feature) {
    return Horizon.text(feature).map(Summary::inWords).orElse("");
  }

  private static String inWords(String horizon) {
    String unit = horizon.substring(horizon.length() - 1);
    return " within " + horizon.substring(0, horizon.length() - 1) + ' '
        + (unit.equals("m") ? "min" : unit);
  }

  /** {@code unanswered-flows-1s}: unanswered flow. */
  private static String word(String feature) {
    String words = feature.replaceFirst("-[0-9]+[smh]$", "").replace('-', ' ');
    return switch (words) {
      case "distinct peers" -> "peer";
      case "distinct ports" -> "port";
      case "flows out" -> "flow";
      case "unanswered flows" -> "unanswered flow";
      default -> words;
    };
  }

  private static String counted(long count, String word) {
    return grouped(count) + ' ' + (count == 1 ? word : word + 's');
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Whole from 10 on, one decimal below, "almost none" below 0.05. */
  private static String number(double value) {
    if (value >= 10 || value == Math.rint(value)) {
      return grouped(Math.round(value));
    }
    return value < 0.05 ? "almost none" : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String bytes(double value) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    double amount = value;
    while (amount >= 1_000 && unit < units.length - 1) {
      amount /= 1_000;
      unit++;
    }
    return number(amount) + ' ' + units[unit];
  }
}
