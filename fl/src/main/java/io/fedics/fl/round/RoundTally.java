package io.fedics.fl.round;

import io.fedics.fl.aggregate.Combined;
import io.fedics.fl.aggregate.Influence;
import io.fedics.fl.aggregate.Update;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What becomes of one try of a round, as it goes on. */
final class RoundTally {
  private final Set<String> participants = new LinkedHashSet<>();
  private final TreeMap<String, ClientReport> fitted = new TreeMap<>();
  private final TreeMap<String, String> lost = new TreeMap<>();
  private final TreeMap<String, String> refused = new TreeMap<>();
  private final WeightedMeans means = new WeightedMeans();
  private List<String> leftOut = List.of();
  private List<Influence> influences = List.of();
  private long examples;

  void asked(Collection<String> clients) {
    participants.addAll(clients);
  }

  /** Only who took part is in the report, so that a flood of joins cannot make it long. */
  void lost(String client, String reason) {
    if (participants.contains(client)) {
      lost.put(client, reason);
    }
  }

  /** As {@link #lost}. */
  void refused(String client, String reason) {
    if (participants.contains(client)) {
      refused.put(client, reason);
    }
  }

  void taken(Update update) {
    fitted.put(
        update.clientId(),
        new ClientReport(update.clientId(), update.examples(), update.metrics()));
    examples += update.examples();
  }

  /** Clients whose update was taken. */
  int fitted() {
    return fitted.size();
  }

  /** Of the updates that were taken, by client. */
  Map<String, Long> examplesByClient() {
    var byClient = new TreeMap<String, Long>();
    fitted.forEach((client, report) -> byClient.put(client, report.examples()));
    return byClient;
  }

  void combined(Combined combined) {
    leftOut = combined.leftOut();
    influences = combined.influences();
  }

  void judged(RoundEvent.Evaluated answer) {
    means.add(answer.loss(), answer.examples(), answer.metrics());
  }

  RoundReport report(int round) {
    return new RoundReport(
        round,
        List.copyOf(fitted.keySet()),
        List.copyOf(fitted.values()),
        leftOut,
        new TreeMap<>(lost),
        new TreeMap<>(refused),
        examples,
        means.loss(),
        means.metrics(),
        influences);
  }
}
