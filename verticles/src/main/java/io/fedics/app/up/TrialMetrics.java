package io.fedics.app.up;

import io.fedics.detect.domain.learned.FlowForest;
import io.fedics.detect.domain.learned.HostSequences;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.ModelCompared.Outcome;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Counts what trials of models said, as detectors decide it: {@code fedics.<stage>.models.compared} with the outcome. What is
 * read again after a restart and decided again counts again.
 */
public final class TrialMetrics {
  private static final Set<String> TRYING = Set.of(FlowForest.STAGE, HostSequences.STAGE);

  private final MeterRegistry registry;
  private final Consumer<Event> told;

  /**
   * @param told of the models that detectors were asked for, of what they decided, and of sites they forgot; on their
   *     threads
   */
  public TrialMetrics(MeterRegistry registry, Consumer<Event> told) {
    this.registry = registry;
    this.told = told;
  }

  /** The same decision with its outcomes counted, when its detector has models that can be tried. */
  public Decision counted(String stage, Decision decision) {
    if (!TRYING.contains(stage)) {
      return decision;
    }
    Map<Outcome, Counter> counters = counters(stage);
    return new WatchedDecision(decision) {
      @Override
      public boolean onEvent(Event event, Outputs out) {
        boolean handled = decision.onEvent(event, new CountedOutputs(out, counters, told));
        if (handled
            && event instanceof ModelActivated change
            && change.detector().equals(stage)) {
          told.accept(change);
        }
        return handled;
      }

      @Override
      public boolean forget(String site, long lastSecond, Outputs out) {
        boolean isForgotten = super.forget(site, lastSecond, out);
        if (isForgotten) {
          told.accept(new SiteForgotten(site, stage, lastSecond, lastSecond));
        }
        return isForgotten;
      }
    };
  }

  /** All outcomes are there from the beginning, so that the first one is an increase. */
  private Map<Outcome, Counter> counters(String stage) {
    var counters = new EnumMap<Outcome, Counter>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          registry.counter(
              "fedics." + stage + ".models.compared",
              "stage",
              stage,
              "outcome",
              outcome.name().toLowerCase(Locale.ROOT)));
    }
    return counters;
  }

  private record CountedOutputs(Outputs out, Map<Outcome, Counter> counters, Consumer<Event> told)
      implements Outputs {
    @Override
    public void toHost(Topic topic, String host, Event event) {
      if (event instanceof ModelCompared compared) {
        told.accept(compared);
        Counter counter = counters.get(compared.outcome());
        if (counter != null) {
          counter.increment();
        }
      }
      out.toHost(topic, host, event);
    }

    @Override
    public void toPartition(Topic topic, int partition, Event event) {
      out.toPartition(topic, partition, event);
    }

    @Override
    public void toAllPartitions(Topic topic, Event event) {
      out.toAllPartitions(topic, event);
    }
  }
}
