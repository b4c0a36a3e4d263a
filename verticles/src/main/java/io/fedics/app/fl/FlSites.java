package io.fedics.app.fl;

import io.fedics.fl.aggregate.Alignment;
import io.fedics.fl.aggregate.Suspicion;
import io.fedics.fl.aggregate.Suspicions;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.round.RoundReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a federated server knows of each site in the end: in how many rounds it took part, what of it was refused, how its
 * updates lay among the others', whether it is kept out. Thread-safe.
 */
final class FlSites {
  /** Of strangers that only ever were refused not more are told: without certificates anybody may join anew for ever. */
  private static final int MOST_SITES = 10_000;
  /** A site's sums in its text. */
  private static final int SUMS = 8;

  private static final String ROW = "%-24s %6s %7s %s %s";

  private final boolean areKnownAgain;
  private final boolean isCompared;
  private final Suspicions suspicions = new Suspicions();
  private final Map<String, Site> sites = new TreeMap<>();

  /** Not thread-safe. */
  private static final class Site {
    private @Nullable String told;
    private int rounds;
    private final Map<String, Integer> refused = new TreeMap<>();
    private Optional<Quarantine> quarantine = Optional.empty();
    private boolean isKeptOut;

    int refusals() {
      return refused.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** As in the audit trail. */
  private record Quarantine(int round, int refusals, String reason) {
    JsonObject json() {
      return new JsonObject().put("round", round).put("refusals", refusals).put("reason", reason);
    }

    static Quarantine of(JsonObject json) {
      return new Quarantine(
          json.getInteger("round"), json.getInteger("refusals"), json.getString("reason"));
    }
  }

  /**
   * @param areKnownAgain whether a client's id is the name in its certificate; else it is a number, and the next start gives
   *     it to somebody else
   * @param isCompared whether updates are; else nobody is suspected, whatever an earlier start said
   */
  FlSites(boolean areKnownAgain, boolean isCompared) {
    this.areKnownAgain = areKnownAgain;
    this.isCompared = isCompared;
  }

  /**
   * Takes what was known before this start. Who is kept out is told again by the server, as more may be allowed now.
   *
   * @param texts of {@link #texts}
   */
  synchronized FlSites goOn(List<String> texts) {
    if (areKnownAgain) {
      texts.forEach(text -> read(new JsonObject(text)));
    }
    return this;
  }

  private void read(JsonObject text) {
    String client = text.getString("client");
    Site site = site(client);
    site.rounds = text.getInteger("rounds");
    text.getJsonObject("refused")
        .forEach(kind -> site.refused.put(kind.getKey(), (Integer) kind.getValue()));
    site.quarantine = Optional.ofNullable(text.getJsonObject("quarantined")).map(Quarantine::of);
    JsonArray sums = text.getJsonArray("sums");
    if (sums != null) {
      double[] values = new double[SUMS];
      for (int i = 0; i < SUMS; i++) {
        values[i] = Double.parseDouble(sums.getString(i));
      }
      suspicions.goOn(
          client,
          new Suspicions.Tally(
              values[0],
              values[1],
              values[2],
              new Alignment(values[3], values[4], values[5], values[6]),
              (int) values[7]));
    }
  }

  /** What {@link #goOn} takes, a text for each site; none where nobody is known again. */
  synchronized List<String> texts() {
    List<String> texts = new ArrayList<>();
    if (areKnownAgain) {
      sites.forEach((client, site) -> texts.add(text(client, site)));
    }
    return texts;
  }

  private String text(String client, Site site) {
    return new JsonObject()
        .put("client", client)
        .put("rounds", site.rounds)
        .put("refused", new JsonObject(new TreeMap<>(site.refused)))
        .put("quarantined", site.quarantine.map(Quarantine::json).orElse(null))
        .put("sums", suspicions.tally(client).map(FlSites::sums).orElse(null))
        .encode();
  }

  /** As texts, because they need not be finite. */
  private static JsonArray sums(Suspicions.Tally tally) {
    Alignment alignment = tally.alignment();
    var sums = new JsonArray();
    for (double sum : new double[] {
      tally.distance(),
      tally.twin(),
      tally.influence(),
      alignment.dot(),
      alignment.usual(),
      alignment.update(),
      alignment.median(),
      tally.rounds()
    }) {
      sums.add(Double.toString(sum));
    }
    return sums;
  }

  private Site site(String client) {
    return sites.computeIfAbsent(client, _ -> new Site());
  }

  synchronized void refused(String client, Refusal kind) {
    if (sites.size() < MOST_SITES || sites.containsKey(client)) {
      site(client).refused.merge(kind.label(), 1, Integer::sum);
    }
  }

  /** Told again by the next start with as many refusals, but another round and reason. */
  synchronized void quarantined(int round, String client, int refusals, String reason) {
    Site site = site(client);
    site.isKeptOut = true;
    if (site.quarantine.filter(before -> before.refusals() == refusals).isEmpty()) {
      site.quarantine = Optional.of(new Quarantine(round, refusals, reason));
    }
  }

  /** Who was asked in the round took part in the training; who gave an update that was taken, in the round. */
  synchronized void finished(RoundReport report) {
    report.lost().keySet().forEach(this::site);
    report.refused().keySet().forEach(this::site);
    report.clients().forEach(client -> site(client).rounds++);
    if (!areKnownAgain) {
      report
          .reports()
          .forEach(one -> ToldSite.of(one).ifPresent(name -> site(one.client()).told = name));
    }
    suspicions.add(report.influences());
  }

  private record Known(String client, Site site, Optional<Suspicion> suspicion) {
    static final Comparator<Known> MOST_SUSPICIOUS_FIRST = Comparator.comparing(
            (Known one) -> !one.site.isKeptOut)
        .thenComparing(Comparator.comparingDouble(Known::score).reversed())
        .thenComparing(Known::client);

    double score() {
      return suspicion
          .map(Suspicion::score)
          .filter(Double::isFinite)
          .orElse(Double.NEGATIVE_INFINITY);
    }

    boolean isSuspect() {
      return suspicion.filter(Suspicion::isSuspect).isPresent();
    }

    Optional<Quarantine> keptOut() {
      return site.isKeptOut ? site.quarantine : Optional.empty();
    }

    String name() {
      return site.told == null ? client : site.told;
    }

    JsonObject json() {
      var json = new JsonObject()
          .put("site", name())
          .put("client", client)
          .put("rounds", site.rounds)
          .put("refused", site.refusals())
          .put("refused_kinds", new JsonObject(new TreeMap<>(site.refused)))
          .put("suspect", isSuspect());
      suspicion.ifPresentOrElse(
          of -> SuspicionFields.put(json, of.score(), of), () -> SuspicionFields.putNone(json));
      return json.put("quarantined", keptOut().map(Quarantine::json).orElse(null));
    }

    String row() {
      String label = site.told == null ? client : site.told + " (" + client + ")";
      String figures =
          suspicion.map(of -> SuspicionFields.columns(of.score(), of)).orElse(SuspicionFields.NONE);
      return ROW.formatted(label, site.rounds, site.refusals(), figures, words())
          .stripTrailing();
    }

    private String words() {
      List<String> words = new ArrayList<>();
      if (isSuspect()) {
        words.add("suspect");
      }
      if (!site.refused.isEmpty()) {
        words.add(site.refused.entrySet().stream()
            .map(kind -> kind.getKey() + " " + kind.getValue())
            .collect(Collectors.joining(" ", "refused: ", "")));
      }
      keptOut()
          .map(since -> "kept out since round %d: %s".formatted(since.round(), since.reason()))
          .ifPresent(words::add);
      return String.join("; ", words);
    }
  }

  /** Who is kept out first, then the most suspicious. */
  private List<Known> known() {
    Map<String, Suspicion> byClient = isCompared ? suspicions.byClient() : Map.of();
    return sites.entrySet().stream()
        .map(site -> new Known(
            site.getKey(), site.getValue(), Optional.ofNullable(byClient.get(site.getKey()))))
        .sorted(Known.MOST_SUSPICIOUS_FIRST)
        .toList();
  }

  /** {@code sites} of {@code fl server --json}. */
  synchronized JsonArray json() {
    var json = new JsonArray();
    known().forEach(site -> json.add(site.json()));
    return json;
  }

  synchronized void print(PrintWriter out) {
    List<Known> all = known();
    if (all.isEmpty()) {
      return;
    }
    out.println(
        ROW.formatted("site", "rounds", "refused", SuspicionFields.HEADS, "").stripTrailing());
    all.forEach(site -> out.println(site.row()));
    if (!isCompared) {
      out.println("updates were not compared, as --no-report says: nobody is suspected");
      return;
    }
    if (all.stream().noneMatch(site -> site.suspicion().isPresent())) {
      out.println("updates were not compared (expected: three or more in a round, no trees, a model"
          + " that is not too large, and no --dp client)");
    }
  }
}
