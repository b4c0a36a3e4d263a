package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.Event;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Learned detectors that read their inputs, and what all of them tell each other, in some order. */
final class Turns {
  private Turns() {}

  /**
   * Partitions take turns drawn at random.
   *
   * @param inputs by partition
   */
  static RecordedOutputs atRandom(
      List<? extends Decision> detectors, List<List<Event>> inputs, long seed) {
    int partitions = detectors.size();
    var out = new RecordedOutputs(partitions);
    var random = new Random(seed);
    int[] read = new int[partitions];
    int[] learned = new int[partitions];
    boolean waiting = true;
    while (waiting) {
      int p = random.nextInt(partitions);
      List<Event> told = out.of(Topic.LEARNING, p);
      if (learned[p] < told.size() && random.nextBoolean()) {
        detectors.get(p).onEvent(told.get(learned[p]++), out);
      } else if (read[p] < inputs.get(p).size()) {
        detectors.get(p).onEvent(inputs.get(p).get(read[p]++), out);
      }
      waiting = false;
      for (int i = 0; i < partitions; i++) {
        waiting |= read[i] < inputs.get(i).size()
            || learned[i] < out.of(Topic.LEARNING, i).size();
      }
    }
    return out;
  }

  /**
   * A partition begins when the one before it has read all there is: first what others told, then its input.
   *
   * @param inputs by partition
   */
  static RecordedOutputs oneBehindTheOther(
      List<? extends Decision> detectors, List<List<Event>> inputs) {
    int partitions = detectors.size();
    var out = new RecordedOutputs(partitions);
    int[] learned = new int[partitions];
    boolean waiting = true;
    for (int turn = 0; turn < partitions || waiting; turn++) {
      int p = turn % partitions;
      List<Event> told = out.of(Topic.LEARNING, p);
      while (learned[p] < told.size()) {
        detectors.get(p).onEvent(told.get(learned[p]++), out);
      }
      if (turn < partitions) {
        inputs.get(p).forEach(event -> detectors.get(p).onEvent(event, out));
      }
      waiting = IntStream.range(0, partitions)
          .anyMatch(other -> learned[other] < out.of(Topic.LEARNING, other).size());
    }
    return out;
  }

  /**
   * One partition that reads what it told at once, and is made anew from its saved state again and again.
   *
   * @param every events between two restarts, the first after half of it
   */
  static RecordedOutputs restarted(
      Supplier<? extends Decision> detector, List<Event> input, int every) {
    var out = new RecordedOutputs(1);
    Decision current = detector.get();
    int learned = 0;
    for (int i = 0; i < input.size(); i++) {
      if (i % every == every / 2) {
        current = StateCopy.into(detector.get(), current);
      }
      current.onEvent(input.get(i), out);
      while (learned < out.of(Topic.LEARNING, 0).size()) {
        current.onEvent(out.of(Topic.LEARNING, 0).get(learned++), out);
      }
    }
    return out;
  }

  /** In the order of their ids. */
  static List<AnomalyDetected> findings(RecordedOutputs out) {
    return out.all(Topic.ANOMALIES, AnomalyDetected.class)
        .sorted(Comparator.comparing(AnomalyDetected::eventId))
        .toList();
  }

  /** The same findings; a place early or at the end of their second is no difference. */
  static void assertSame(List<AnomalyDetected> findings, List<AnomalyDetected> expected) {
    assertThat(findings)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source", "seq")
        .isEqualTo(expected);
  }
}
