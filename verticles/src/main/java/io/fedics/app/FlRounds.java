package io.fedics.app;

import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.Departure;
import io.fedics.fl.grpc.FederationListener;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.round.RoundReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints what happens in a federated training and stores it round by round. */
final class FlRounds implements FederationListener {
  private final FlFolder folder;
  private final String strategy;
  private final PrintWriter progress;
  private final List<String> reports;
  private Optional<SavedTraining> last;

  /**
   * @param begun what was stored before, if anything
   */
  FlRounds(FlFolder folder, String strategy, PrintWriter progress, Optional<Checkpoint> begun) {
    this.folder = folder;
    this.strategy = strategy;
    this.progress = progress;
    this.reports = new ArrayList<>(begun.map(Checkpoint::reports).orElse(List.of()));
    this.last = begun.map(Checkpoint::training);
  }

  synchronized Optional<SavedTraining> last() {
    return last;
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
    say("%s refused: %s".formatted(client, reason));
  }

  @Override
  public synchronized void finished(RoundReport report, SavedTraining saved) {
    reports.add(json(report).encode());
    folder.store(new Checkpoint(saved, strategy, reports));
    last = Optional.of(saved);
    say(line(report));
  }

  @Override
  public void aborted(RoundReport report) {
    say("round %d: %d clients answered, too few; it is tried again"
        .formatted(report.round(), report.clients().size()));
  }

  private synchronized void say(String line) {
    progress.println(line);
    progress.flush();
  }

  private static String line(RoundReport report) {
    var line = new StringBuilder("round %d: %d clients, %d examples"
        .formatted(report.round(), report.clients().size(), report.examples()));
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
  private static JsonObject json(RoundReport report) {
    var refused = new JsonArray();
    report
        .refused()
        .forEach((client, reason) ->
            refused.add(new JsonObject().put("client", client).put("reason", reason)));
    var lost = new JsonObject();
    report.lost().forEach(lost::put);
    return new JsonObject()
        .put("round", report.round())
        .put("clients", report.clients().size())
        .put("client_ids", new JsonArray(report.clients()))
        .put("examples", report.examples())
        .put("lost", new JsonArray(List.copyOf(report.lost().keySet())))
        .put("lost_reasons", lost)
        .put("refused", refused)
        .put("left_out", new JsonArray(report.leftOut()))
        .put("loss", report.loss().isPresent() ? report.loss().getAsDouble() : null)
        .put("metrics", new JsonObject(Map.copyOf(report.metrics())))
        .putNull("epsilon")
        .putNull("unit");
  }
}
