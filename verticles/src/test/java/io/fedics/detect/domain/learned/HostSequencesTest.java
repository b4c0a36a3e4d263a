package io.fedics.detect.domain.learned;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.detect.domain.SiteSettings;
import io.fedics.detect.domain.physics.Traffic;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.train.lstm.LstmStart;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostRole;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.Reason;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Partitioner;
import io.fedics.shared.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSequencesTest {
  private static final int HOSTS = 16;
  private static final String CHANGED = "10.0.2.7";

  /** First second of the other polling. */
  private static final int CHANGE = 2_000;

  private static final int END = 2_200;
  private static final Models SHIPPED = new Shipped(read());
  private static final List<AnomalyDetected> FINDINGS = Turns.findings(run(1, 1));

  /** The bundle that comes with the program. */
  private record Shipped(Bundle bundle) implements Models {
    @Override
    public Bundle shipped(String kind) {
      return bundle;
    }

    @Override
    public Optional<Bundle> find(String sha256) {
      return Optional.empty();
    }
  }

  private static Bundle read() {
    try (var in = HostSequencesTest.class.getResourceAsStream("/models/lstm.fedics")) {
      return Bundle.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostSequences detector(int partition, int partitions) {
    return new HostSequences(
        partition, partitions, SiteSettings.DEFAULT, LearnedSettings.DEFAULT, SHIPPED);
  }

  private static HostSequences explaining() {
    return new HostSequences(
        0, 1, SiteSettings.DEFAULT, LearnedSettings.DEFAULT.withCounterfactual(), SHIPPED);
  }

  /** Controllers that are asked once or twice a second; one of them is asked otherwise from some second on. */
  private static List<HostActivityPart> second(int second, Random random) {
    List<HostActivityPart> parts = new ArrayList<>();
    for (int i = 1; i <= HOSTS; i++) {
      String host = "10.0.2." + i;
      boolean changed = host.equals(CHANGED) && second >= CHANGE;
      long flows = changed ? 9 : 1 + (second + i) % 2;
      long bytes = changed ? 2_400 : 60 + random.nextInt(20);
      parts.add(part(second, host, flows, bytes * flows, changed ? flows : flows / 2));
    }
    return parts;
  }

  private static HostActivityPart part(
      int second, String host, long flows, long bytes, long reads) {
    var peers = new DistinctCount();
    peers.add("10.0.3.1");
    var ports = new DistinctCount();
    ports.add("502");
    var asked = new RoleActivity(
        flows,
        bytes,
        12 * flows,
        4 * flows,
        4 * flows,
        0,
        6_000 * flows,
        0,
        peers,
        ports,
        List.of(new PeerActivity("10.0.3.1", flows, bytes, 0)));
    long at = Traffic.START + second;
    return new HostActivityPart(
        EventId.of(host, second),
        Traffic.SITE,
        Instant.ofEpochSecond(at),
        "aggregate/0/" + Traffic.SITE,
        at << 20,
        at,
        host,
        0,
        null,
        asked,
        reads,
        0,
        0);
  }

  /** What one partition of {@code host_activity} holds; every aggregate partition says that it has passed a second. */
  private static List<Event> events(int partition, int partitions) {
    return events(partition, partitions, END);
  }

  private static List<Event> events(int partition, int partitions, int end) {
    var partitioner = new Partitioner(partitions);
    var random = new Random(8);
    List<Event> events = new ArrayList<>();
    for (int second = 0; second < end; second++) {
      for (HostActivityPart part : second(second, random)) {
        if (partitioner.partitionOf(Traffic.SITE, part.host()) == partition) {
          events.add(part);
        }
      }
      for (int p = 0; p < partitions; p++) {
        events.add(Traffic.progress("aggregate", p, Traffic.START + second));
      }
    }
    return events;
  }

  private static RecordedOutputs run(int partitions, long seed) {
    List<HostSequences> detectors = new ArrayList<>();
    List<List<Event>> inputs = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      detectors.add(detector(p, partitions));
      inputs.add(events(p, partitions));
    }
    return Turns.atRandom(detectors, inputs, seed);
  }

  /** A site of 2,900 s at which a model is on trial from second 400 on: compared by 2,320, in force from 2,800 on. */
  private static RecordedOutputs onTrial(Bundle tried, int partitions, long seed) {
    var models = new Models() {
      @Override
      public Bundle shipped(String kind) {
        return SHIPPED.shipped(kind);
      }

      @Override
      public Optional<Bundle> find(String sha256) {
        return Stream.of(tried, SHIPPED.shipped("lstm"))
            .filter(bundle -> bundle.sha256().equals(sha256))
            .findFirst();
      }
    };
    var settings = new LearnedSettings(0.99, 1_000, 4, false, false);
    List<HostSequences> detectors = new ArrayList<>();
    List<List<Event>> inputs = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      detectors.add(new HostSequences(p, partitions, SiteSettings.DEFAULT, settings, models));
      List<Event> input = new ArrayList<>();
      input.add(new ModelActivated(
          Traffic.SITE,
          "models/0",
          1,
          Traffic.START,
          HostSequences.STAGE,
          new ModelRef("lstm", tried.version(), tried.sha256(), 0),
          true,
          null));
      input.addAll(events(p, partitions, 2_900));
      inputs.add(input);
    }
    return Turns.atRandom(detectors, inputs, seed);
  }

  private static ModelCompared compared(RecordedOutputs out) {
    List<ModelCompared> all = out.all(Topic.FL_EVENTS, ModelCompared.class).toList();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void forget_secondsWaitForWhatScoresMean_areJudgedFirst() {
    HostSequences detector = detector(0, 1);
    var out = new RecordedOutputs(1);
    events(0, 1, 1_000).forEach(event -> detector.onEvent(event, out));
    assertThat(detector.forget(Traffic.SITE, Traffic.START + 999, out)).isFalse();
    for (int told = 0; told < out.of(Topic.LEARNING, 0).size(); told++) {
      detector.onEvent(out.of(Topic.LEARNING, 0).get(told), out);
    }
    assertThat(out.all(Topic.ANOMALIES, Progress.class))
        .last()
        .satisfies(
            progress -> assertThat(progress.completeThrough()).isEqualTo(Traffic.START + 999));
    assertThat(StateCopy.keys(detector)).isNotEmpty();

    assertThat(detector.forget(Traffic.SITE, Traffic.START + 999, out)).isTrue();

    assertThat(StateCopy.keys(detector)).isEmpty();
  }

  @Test
  void trial_sameWeights_takesOver() {
    Bundle same = SHIPPED.shipped("lstm").change().text("run", "r-1").build();
    RecordedOutputs out = onTrial(same, 2, 1);

    assertThat(compared(out).outcome()).isEqualTo(ModelCompared.Outcome.TAKEN);
    assertThat(compared(out).run()).isEqualTo("r-1");
    assertThat(compared(out).fromSecond()).isEqualTo(Traffic.START + 2_800);
    assertThat(compared(out).tried().meanError())
        .isPositive()
        .isEqualTo(compared(out).before().meanError());
    assertThat(Turns.findings(out).stream()
            .filter(it -> it.second() >= Traffic.START + 2_800)
            .map(AnomalyDetected::model))
        .isNotEmpty()
        .allMatch(it -> it.sha256().equals(same.sha256()) && it.calibrationRows() > 2_000);
  }

  @Test
  void trial_untrainedWeights_areNotTaken() {
    Bundle shipped = SHIPPED.shipped("lstm");
    var shape = LstmAutoencoder.from(shipped).shape();
    Bundle untrained = LstmAutoencoder.into(
            shipped.change(),
            LstmStart.of(shape, 1),
            shipped.floats("means", shape.features()),
            shipped.floats("scales", shape.features()))
        .build();
    RecordedOutputs out = onTrial(untrained, 2, 1);

    assertThat(compared(out).outcome()).isEqualTo(ModelCompared.Outcome.KEPT);
    assertThat(compared(out).tried().meanError())
        .isGreaterThan(1.05 * requireNonNull(compared(out).before().meanError()));
    assertThat(Turns.findings(out))
        .isNotEmpty()
        .allMatch(it -> it.model().sha256().equals(shipped.sha256()));
  }

  @Test
  void findings_changedPolling_isAnAnomalyOfThatHostWithinAMinute() {
    AnomalyDetected first = FINDINGS.stream()
        .filter(AnomalyDetected::anomaly)
        .filter(f -> f.host().equals(CHANGED) && f.second() >= Traffic.START + CHANGE)
        .min(Comparator.comparingLong(AnomalyDetected::second))
        .orElseThrow();
    assertThat(first.second()).isLessThan(Traffic.START + CHANGE + 60L);
    assertThat(FINDINGS.stream()
            .filter(f -> f.anomaly() && !f.host().equals(CHANGED))
            .count())
        .isLessThan(HOSTS * (END - CHANGE) / HostSequences.EVERY / 50);
    assertThat(first.role()).isEqualTo(HostRole.DESTINATION);
    assertThat(first.peers()).containsExactly("10.0.3.1");
    assertThat(first.model().calibrationRows()).isGreaterThanOrEqualTo(2_000);
    assertThat(first.reasons().stream().mapToDouble(Reason::contribution).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(first.reasons().getFirst().value())
        .isNotCloseTo(first.reasons().getFirst().expected(), within(0.5));
  }

  @Test
  void counterfactual_changedPolling_isOfAnomaliesAndOnlyWhenAskedFor() {
    List<AnomalyDetected> findings =
        Turns.findings(Turns.atRandom(List.of(explaining()), List.of(events(0, 1)), 1));

    assertThat(findings.stream().filter(f -> f.anomaly() && f.host().equals(CHANGED)))
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.counterfactual()).isNotEmpty());
    assertThat(findings.stream().filter(f -> !f.anomaly()))
        .allSatisfy(f -> assertThat(f.counterfactual()).isEmpty());
    assertThat(FINDINGS).allSatisfy(f -> assertThat(f.counterfactual()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "4, 1"})
  void findings_anyPartitionsAndTurns_areTheSame(int partitions, long seed) {
    assertThat(FINDINGS).isNotEmpty();
    Turns.assertSame(Turns.findings(run(partitions, seed)), FINDINGS);
  }

  @Test
  void state_restoredInTheMiddle_givesTheSameFindings() {
    RecordedOutputs out = Turns.restarted(() -> detector(0, 1), events(0, 1), 20_011);

    assertThat(Turns.findings(out)).isEqualTo(FINDINGS);
  }

  @Test
  void scored_hostsOfLessThanThreeMinutesAndFoldedOnes_areShedNotNormal() {
    var out = new RecordedOutputs(1);
    HostSequences detector = detector(0, 1);
    for (int second = 0; second < 190; second++) {
      detector.onEvent(part(second, "10.0.2.1", 1, 60, 1), out);
      HostActivityPart others = part(second, HostActivityPart.OTHERS, 50, 900, 0);
      detector.onEvent(
          new HostActivityPart(
              others.eventId(),
              others.site(),
              others.observedAt(),
              others.source(),
              others.seq(),
              others.second(),
              others.host(),
              0,
              null,
              others.asDestination(),
              0,
              0,
              40),
          out);
      detector.onEvent(Traffic.progress("aggregate", 0, Traffic.START + second), out);
    }
    List<HostsScored> scored = out.all(Topic.ANOMALIES, HostsScored.class).toList();
    assertThat(scored.getFirst().hosts()).isEmpty();
    assertThat(scored.getFirst().shed()).isEqualTo(41);
    assertThat(scored.get(100).hosts()).isEmpty();
    assertThat(scored.get(100).shed()).isEqualTo(41);
    assertThat(scored.getLast().hosts()).containsExactly("10.0.2.1");
    assertThat(scored.getLast().shed()).isEqualTo(40);
    assertThat(scored.stream()
            .mapToLong(it -> it.count().stream().mapToLong(n -> n).sum())
            .sum())
        .isEqualTo(3); // seconds 179, 184 and 189: behind 24 windows from second 59 on
  }
}
