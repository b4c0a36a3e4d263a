package io.fedics.fl.grpc;

import io.fedics.fl.round.RoundReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what a server tells and passes it on. The law: {@code clients.joined = clients.left (but turned-away) +
 * clients.present}; who was turned away never joined.
 */
public final class FederationMetrics implements FederationListener {
  private static final String LEFT = "fedics.fl.clients.left";
  private static final String REFUSED = "fedics.fl.answers.refused";

  private final MeterRegistry registry;
  private final FederationListener next;
  private final Counter joined;
  private final AtomicLong present = new AtomicLong();
  private final Counter finished;
  private final Counter aborted;
  private final Counter taken;
  private final AtomicInteger round = new AtomicInteger();

  /** Registers {@code fedics.fl.clients.*}, {@code fedics.fl.answers.*} and {@code fedics.fl.rounds.*}. */
  public FederationMetrics(MeterRegistry registry, FederationListener next) {
    this.registry = registry;
    this.next = next;
    joined = registry.counter("fedics.fl.clients.joined");
    Gauge.builder("fedics.fl.clients.present", present, AtomicLong::get).register(registry);
    // All of them from the beginning, so that a rate is seen from the first one on.
    for (Departure departure : Departure.values()) {
      registry.counter(LEFT, "how", departure.label());
    }
    for (Refusal kind : Refusal.values()) {
      registry.counter(REFUSED, "kind", kind.label());
    }
    finished = registry.counter("fedics.fl.rounds.finished");
    aborted = registry.counter("fedics.fl.rounds.aborted");
    taken = registry.counter("fedics.fl.updates.taken");
    Gauge.builder("fedics.fl.round", round, AtomicInteger::get).register(registry);
  }

  /** Clients that went, by how; only what happened. */
  public Map<String, Long> left() {
    var counts = new TreeMap<String, Long>();
    for (Departure departure : Departure.values()) {
      put(counts, departure.label(), registry.counter(LEFT, "how", departure.label()));
    }
    return counts;
  }

  /** Messages that were not taken, by kind; only what happened. */
  public Map<String, Long> refused() {
    var counts = new TreeMap<String, Long>();
    for (Refusal kind : Refusal.values()) {
      put(counts, kind.label(), registry.counter(REFUSED, "kind", kind.label()));
    }
    return counts;
  }

  public long joined() {
    return (long) joined.count();
  }

  public long aborted() {
    return (long) aborted.count();
  }

  private static void put(Map<String, Long> counts, String label, Counter counter) {
    if (counter.count() > 0) {
      counts.put(label, (long) counter.count());
    }
  }

  @Override
  public void joined(String client, String address) {
    joined.increment();
    present.incrementAndGet();
    next.joined(client, address);
  }

  @Override
  public void left(String client, Departure departure, String reason) {
    registry.counter(LEFT, "how", departure.label()).increment();
    if (departure != Departure.TURNED_AWAY) {
      present.decrementAndGet();
    }
    next.left(client, departure, reason);
  }

  @Override
  public void refused(String client, Refusal kind, String reason) {
    registry.counter(REFUSED, "kind", kind.label()).increment();
    next.refused(client, kind, reason);
  }

  @Override
  public void quarantined(int round, String client, Map<String, Integer> refusals, String reason) {
    next.quarantined(round, client, refusals, reason);
  }

  @Override
  public void waiting(int round, int present, int needed) {
    next.waiting(round, present, needed);
  }

  @Override
  public void scaled(int sites, long rows, int features) {
    next.scaled(sites, rows, features);
  }

  @Override
  public void calibrated(int sites, long rows, OptionalDouble cut) {
    next.calibrated(sites, rows, cut);
  }

  @Override
  public void finished(RoundReport report, SavedTraining saved) {
    next.finished(report, saved);
    finished.increment();
    taken.increment(report.clients().size());
    round.set(report.round());
  }

  @Override
  public void stopped(int finishedRounds, String reason) {
    next.stopped(finishedRounds, reason);
  }

  @Override
  public void aborted(RoundReport report) {
    aborted.increment();
    next.aborted(report);
  }
}
