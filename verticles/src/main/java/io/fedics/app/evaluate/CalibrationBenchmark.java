package io.fedics.app.evaluate;

import io.fedics.app.cli.Count;
import io.fedics.app.offline.Offline;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.offline.SimulationRun;
import io.fedics.fl.evaluate.Spread;
import io.fedics.ingest.simulate.domain.SimulationPlan;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.HostsScored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * {@code evaluate --benchmark calibration}: whether scores mean what they say. Benign hours of a simulated site through the
 * detectors with the settings of service; every score is judged by what the site taught before it. A score of 0.99 is to be
 * reached by one judgement in a hundred of a learned detector; of a rule by no more than that.
 */
final class CalibrationBenchmark {
  /** Scores whose share is counted. */
  static final List<Double> SCORES = List.of(0.99, 0.999);

  private final OfflineStages stages;
  private final Setup setup;
  private final Consumer<String> progress;

  /**
   * @param rate benign flows a second
   * @param learning left out at the beginning
   * @param judged hours counted
   */
  record Setup(double rate, Duration learning, Duration judged) {
    static final Setup DEFAULT = new Setup(20, Duration.ofHours(1), Duration.ofHours(6));
  }

  /**
   * @param judgements mean number of one seed
   * @param shares of judgements that reach each of {@link #SCORES}
   */
  record Detector(String name, double judgements, List<Spread> shares) {}

  public record Result(List<Detector> detectors, double seconds) {}

  /** One detector in one run. */
  private static final class Count {
    private long judgements;
    private final long[] reached = new long[SCORES.size()];

    List<Double> shares() {
      List<Double> shares = new ArrayList<>();
      for (long count : reached) {
        shares.add((double) count / judgements);
      }
      return shares;
    }
  }

  /**
   * @param progress told one line per run
   */
  CalibrationBenchmark(OfflineStages stages, Setup setup, Consumer<String> progress) {
    this.stages = stages.withEveryFinding();
    this.setup = setup;
    this.progress = progress;
  }

  Result run(List<Long> seeds) {
    long began = System.nanoTime();
    Map<String, List<Count>> counts = new TreeMap<>();
    for (long seed : seeds) {
      count(seed).forEach((detector, count) -> {
        counts.computeIfAbsent(detector, _ -> new ArrayList<>()).add(count);
        progress.accept("seed %d, %s: %d judgements, shares %s"
            .formatted(seed, detector, count.judgements, count.shares()));
      });
    }
    List<Detector> detectors = new ArrayList<>();
    counts.forEach((name, runs) -> detectors.add(detector(name, runs)));
    return new Result(detectors, (System.nanoTime() - began) / 1e9);
  }

  private static Detector detector(String name, List<Count> runs) {
    List<Spread> shares = new ArrayList<>();
    for (int score = 0; score < SCORES.size(); score++) {
      int at = score;
      shares.add(Spread.of(runs.stream().map(run -> run.shares().get(at)).toList()));
    }
    double judgements = runs.stream().mapToLong(run -> run.judgements).average().orElse(0);
    return new Detector(name, judgements, shares);
  }

  private Map<String, Count> count(long seed) {
    Map<String, Count> counts = new LinkedHashMap<>();
    Instant from = ScenarioBenchmark.START.plus(setup.learning);
    SimulationPlan plan = SimulationPlan.of(seed, setup.rate, ScenarioBenchmark.START)
        .withDuration(setup.learning.plus(setup.judged));
    SimulationRun.of(plan, Offline.detecting(stages, 1, (_, event) -> count(event, from, counts)));
    return counts;
  }

  private static void count(Event event, Instant from, Map<String, Count> counts) {
    if (event instanceof HostsScored scored && !scored.observedAt().isBefore(from)) {
      Count count = counts.computeIfAbsent(scored.detector(), _ -> new Count());
      for (long judged : scored.count()) {
        count.judgements += judged;
      }
    }
    if (event instanceof AnomalyDetected found && !found.observedAt().isBefore(from)) {
      Count count = counts.computeIfAbsent(found.detector(), _ -> new Count());
      for (int i = 0; i < SCORES.size(); i++) {
        count.reached[i] += found.score() >= SCORES.get(i) ? 1 : 0;
      }
    }
  }
}
