package io.fedics.app.fl;

import io.fedics.app.cli.Count;
import io.fedics.app.privacy.SpentFields;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.Departure;
import io.fedics.fl.grpc.FederationListener;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.grpc.RoundRemains;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.privacy.ledger.Attested;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.round.RoundReport;
import io.fedics.fl.site.AttestedBudget;
import io.fedics.present.audit.AuditFile;
import io.fedics.present.audit.Decision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints what happens in a federated training and stores it round by round. Clients come and go on the event loop, which must not
 * wait for the disk of the worker that stores.
 */
final class FlRounds implements FederationListener {
  private final FlFolder folder;
  private final String strategy;
  private final PrintWriter progress;
  private final IntFunction<Optional<Spent>> spent;
  private final Supplier<Attested> attested;
  private final AuditFile trail;
  private final FlSites sites;
  private final RoundRemains remains = new RoundRemains(System::gc);
  private List<String> reports;
  private Optional<SavedTraining> last;
  private Optional<String> stopped = Optional.empty();
  private @Nullable Double cut;

  /**
   * @param begun what was stored before, if anything
   * @param spent when a round was, by the server or by the site that spent most
   * @param attested by the sites, when a round is over
   * @param trail where it is written down who is kept out
   * @param sites told what happens to each
   */
  FlRounds(
      FlFolder folder,
      String strategy,
      PrintWriter progress,
      Optional<Checkpoint> begun,
      IntFunction<Optional<Spent>> spent,
      Supplier<Attested> attested,
      AuditFile trail,
      FlSites sites) {
    this.folder = folder;
    this.strategy = strategy;
    this.progress = progress;
    this.reports = begun.map(Checkpoint::reports).orElse(List.of());
    this.last = begun.map(Checkpoint::training);
    this.spent = spent;
    this.attested = attested;
    this.trail = trail;
    this.sites = sites;
  }

  synchronized Optional<SavedTraining> last() {
    return last;
  }

  /** Why training ended before its last round, if it did. */
  synchronized Optional<String> stopped() {
    return stopped;
  }

  /** By how much the logit's cut was moved; null when it was not. */
  synchronized @Nullable Double cut() {
    return cut;
  }

  synchronized JsonArray json() {
    var rounds = new JsonArray();
    reports.forEach(report -> rounds.add(new JsonObject(report)));
    return rounds;
  }

  @Override
  public void joined(String client, String address) {
    say("%s joined from %s".formatted(client, address));
  }

  @Override
  public void left(String client, Departure departure, String reason) {
    if (departure != Departure.TOLD) {
      say("%s left (%s): %s".formatted(client, departure.label(), reason));
    }
  }

  @Override
  public void refused(String client, Refusal kind, String reason) {
    sites.refused(client, kind);
    say("%s refused: %s".formatted(client, reason));
  }

  /** Behind the last finished round it is kept at once: a kill brings nobody back. */
  @Override
  public void quarantined(int round, String client, Map<String, Integer> refusals, String reason) {
    int count = refusals.getOrDefault(client, 0);
    trail.append(Decision.ofQuarantine(client, folder.run(), round, count, reason));
    sites.quarantined(round, client, count, reason);
    last().map(saved -> saved.withRefusals(refusals)).ifPresent(saved -> {
      List<String> all = kept();
      folder.store(new Checkpoint(saved, strategy, all, attested.get(), sites.texts()));
      keep(all, saved);
    });
    say("%s is kept out: %s".formatted(client, reason));
  }

  @Override
  public void waiting(int round, int present, int needed) {
    say("round %d waits for clients: %d there, %d needed".formatted(round, present, needed));
  }

  @Override
  public void scaled(int sites, long rows, int features) {
    say("scaled: %d features by the sums of %d sites over %d rows"
        .formatted(features, sites, rows));
  }

  @Override
  public synchronized void calibrated(int sites, long rows, OptionalDouble moved) {
    if (moved.isEmpty()) {
      say(
          "cut: left where training put it, by %d sites with %d rows (expected: normal rows and attacks, half of those of all sites that trained)"
              .formatted(sites, rows));
      return;
    }
    cut = moved.getAsDouble();
    say("cut: moved by %s, by the counts of %d sites over %d rows".formatted(cut, sites, rows));
  }

  @Override
  public void finished(RoundReport report, SavedTraining saved) {
    Optional<Spent> then = spent.apply(report.round());
    List<String> all = with(json(report, then).encode());
    sites.finished(report);
    folder.store(new Checkpoint(saved, strategy, all, attested.get(), sites.texts()));
    keep(all, saved);
    say(line(report) + then.map(so -> ", " + so).orElse(""));
    remains.add(saved.model().parameters().size());
  }

  private synchronized List<String> kept() {
    return reports;
  }

  private synchronized List<String> with(String report) {
    var all = new ArrayList<>(reports);
    all.add(report);
    return all;
  }

  private synchronized void keep(List<String> all, SavedTraining saved) {
    reports = all;
    last = Optional.of(saved);
  }

  @Override
  public synchronized void stopped(int finishedRounds, String reason) {
    stopped = Optional.of(reason);
    say("training stopped behind round %d: %s".formatted(finishedRounds, reason));
  }

  @Override
  public void aborted(RoundReport report) {
    say("round %d: %s answered, too few; it is tried again"
        .formatted(report.round(), Count.of(report.clients().size(), "client")));
  }

  private synchronized void say(String line) {
    progress.println(line);
    progress.flush();
  }

  private static String line(RoundReport report) {
    var line = new StringBuilder("round %d: %s, %d %s"
        .formatted(
            report.round(),
            Count.of(report.clients().size(), "client"),
            report.examples(),
            report.examples() == 1 ? "example" : "examples"));
    report.loss().ifPresent(loss -> line.append(String.format(Locale.ROOT, ", loss %.6g", loss)));
    report
        .metrics()
        .forEach(
            (name, value) -> line.append(String.format(Locale.ROOT, ", %s %.6g", name, value)));
    append(line, "lost", report.lost().keySet());
    append(line, "refused", report.refused().keySet());
    append(line, "left out", report.leftOut());
    return line.toString();
  }

  private static void append(StringBuilder line, String what, Iterable<String> clients) {
    String names = String.join(" ", clients);
    if (!names.isEmpty()) {
      line.append(", ").append(what).append(' ').append(names);
    }
  }

  /** A figure that nobody computed is null, never a default. */
  private static JsonObject json(RoundReport report, Optional<Spent> spent) {
    var refused = new JsonArray();
    report
        .refused()
        .forEach((client, reason) ->
            refused.add(new JsonObject().put("client", client).put("reason", reason)));
    var lost = new JsonObject();
    report.lost().forEach(lost::put);
    var told = new JsonObject();
    report.reports().forEach(it -> ToldSite.of(it).ifPresent(site -> told.put(it.client(), site)));
    var round = new JsonObject()
        .put("round", report.round())
        .put("clients", report.clients().size())
        .put("client_ids", new JsonArray(report.clients()))
        .put("told_sites", told)
        .put("examples", report.examples())
        .put("lost", new JsonArray(List.copyOf(report.lost().keySet())))
        .put("lost_reasons", lost)
        .put("refused", refused)
        .put("left_out", new JsonArray(report.leftOut()))
        .put("loss", report.loss().isPresent() ? report.loss().getAsDouble() : null)
        .put("metrics", new JsonObject(Map.copyOf(report.metrics())));
    long attesting = report.reports().stream()
        .flatMap(it -> AttestedBudget.spent(it).stream())
        .count();
    return SpentFields.put(round, spent).put("attesting", attesting);
  }
}
