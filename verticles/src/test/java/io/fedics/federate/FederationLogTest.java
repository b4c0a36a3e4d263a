package io.fedics.federate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.Departure;
import io.fedics.fl.grpc.ElementType;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.TensorSpec;
import io.fedics.fl.privacy.ledger.Attested;
import io.fedics.fl.round.ClientReport;
import io.fedics.fl.round.RoundReport;
import io.fedics.fl.site.AttestedBudget;
import io.fedics.shared.event.ClientRefused;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.PrivacyFigure;
import io.fedics.shared.event.RoundCompleted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FederationLogTest {
  private final Kept folder = new Kept();
  private final List<FlEvent> told = new ArrayList<>();

  @Test
  void goOn_behindARoundOfSitesThatAttest_tellsWhatTheyAttestedThen() {
    round(1, Map.of("a", 2.5, "b", 0.5));
    AttestedBudget after = round(2, Map.of("b", 0.75));

    assertThat(after.attested().sites()).extracting(Attested.Site::client).hasSize(2);
    assertThat(lastFigure()).isNotNull().extracting(PrivacyFigure::epsilon).isEqualTo(2.5);
  }

  @Test
  void goOn_behindARoundInWhichOneSiteAttestedNothing_tellsNoFigure() {
    round(1, Map.of("a", 2.5, "b", -1.0));
    round(2, Map.of("a", 2.75));

    assertThat(lastFigure()).isNull();
  }

  @Test
  void finished_whileItStores_holdsNobodyUpAndTellsBehindIt() {
    FederationLog log = log(new AttestedBudget(3));
    folder.whileStoring = () -> {
      log.joined("late", "127.0.0.1:2");
      assertThat(log.finished()).isZero();
      assertThat(log.present()).containsKey("late");
      assertThat(log.stopped()).isEmpty();
    };
    finish(log, report(1, Map.of("a", 0.5)));
    assertThat(log.finished()).isEqualTo(1);
    assertThat(told.stream().map(Object::getClass).map(Class::getSimpleName))
        .containsExactly("ClientJoined", "RoundCompleted", "ClientReported");
  }

  @Test
  void refused_clientsThatLeft_areForgotten() {
    FederationLog log = log(new AttestedBudget(3));
    log.refused("client-001", Refusal.GARBAGE, "one");
    log.refused("client-001", Refusal.GARBAGE, "two");
    log.left("client-001", Departure.REFUSED, "two");
    log.refused("client-001", Refusal.GARBAGE, "three");
    assertThat(told.stream()
            .filter(ClientRefused.class::isInstance)
            .map(ClientRefused.class::cast)
            .map(ClientRefused::refusals))
        .containsExactly(1, 2, 1);
  }

  private @Nullable PrivacyFigure lastFigure() {
    return told.stream()
        .filter(RoundCompleted.class::isInstance)
        .map(RoundCompleted.class::cast)
        .reduce((_, last) -> last)
        .orElseThrow()
        .privacy();
  }

  /** By a server that begins anew for it, as after a kill. */
  private AttestedBudget round(int round, Map<String, Double> epsilons) {
    var attested = new AttestedBudget(3);
    FederationLog log = log(attested);
    folder.load().ifPresent(log::goOn);
    RoundReport report = report(round, epsilons);
    var _ = attested.finished(report);
    finish(log, report);
    return attested;
  }

  private FederationLog log(AttestedBudget attested) {
    return new FederationLog(
        folder, "FedAvg", Optional.empty(), attested, told::add, () -> {}, () -> Instant.EPOCH);
  }

  private static void finish(FederationLog log, RoundReport report) {
    var layout = new ModelLayout(List.of(new TensorSpec(ElementType.FLOAT32, List.of(1))));
    log.finished(
        report,
        new SavedTraining(
            report.round(), layout, GlobalModel.of(Tensors.ofVectors(new double[] {1}))));
  }

  private static RoundReport report(int round, Map<String, Double> epsilons) {
    List<ClientReport> reports = new TreeMap<>(epsilons)
        .entrySet().stream()
            .map(one -> new ClientReport(one.getKey(), 1, figures(one.getValue())))
            .toList();
    return new RoundReport(
        round,
        reports.stream().map(ClientReport::client).toList(),
        reports,
        List.of(),
        new TreeMap<>(),
        new TreeMap<>(),
        1,
        OptionalDouble.empty(),
        Map.of(),
        List.of());
  }

  private static Map<String, Object> figures(double epsilon) {
    return epsilon < 0
        ? Map.of()
        : Map.of(
            "epsilon", epsilon, "unit", "record", "delta", 1e-5, "accountant", "rdp", "steps", 20L);
  }

  private static final class Kept implements TrainingFolder {
    private Optional<byte[]> stored = Optional.empty();
    private Runnable whileStoring = () -> {};

    @Override
    public String run() {
      return "run-1";
    }

    @Override
    public Optional<Checkpoint> load() {
      return stored.map(Checkpoint::read);
    }

    @Override
    public void store(Checkpoint checkpoint) {
      // As from an event loop.
      CompletableFuture.runAsync(whileStoring).orTimeout(10, TimeUnit.SECONDS).join();
      stored = Optional.of(checkpoint.bundle().bytes());
    }
  }
}
