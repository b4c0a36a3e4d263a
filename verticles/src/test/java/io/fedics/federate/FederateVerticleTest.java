package io.fedics.federate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.Answer;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.ElementType;
import io.fedics.fl.grpc.FederationClient;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.SiteWork;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.grpc.TensorSpec;
import io.fedics.fl.privacy.ledger.ArchivedLedger;
import io.fedics.fl.privacy.ledger.LedgerArchive;
import io.fedics.fl.privacy.ledger.LedgerException;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.BudgetSpent;
import io.fedics.shared.event.ClientJoined;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.InfluenceReported;
import io.fedics.shared.event.RoundCompleted;
import io.fedics.shared.event.TrainingStopped;
import io.fedics.shared.stage.EventWriter;
import io.fedics.shared.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage with clients of the real wire; broker and database are in memory. */
class FederateVerticleTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir
  private Path keys;

  private final Vertx vertx = Vertx.vertx();
  private final Told told = new Told();
  private final KeptFolder kept = new KeptFolder();
  private final Chain chain = new Chain();
  private Optional<DetectorModel> model = Optional.empty();

  @AfterEach
  void stop() {
    var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void rounds_askedForOneByOne_beginThenAndAreToldAndStored() throws Exception {
    FederateVerticle stage = deploy(Map.of("federate.trigger", "api", "federate.min-clients", "3"));
    assertThat(stage.trigger().getInteger("waiting_for")).isEqualTo(3);
    for (int site = 1; site <= 3; site++) {
      join(stage, site);
    }
    RoundCompleted first = told.next(RoundCompleted.class);
    assertThat(first.round()).isEqualTo(1);
    assertThat(first.clients()).isEqualTo(3);
    assertThat(first.examples()).isEqualTo(600);
    assertThat(first.privacy()).isNull();
    assertThat(told.all(ClientJoined.class)).hasSize(3);
    told.next(InfluenceReported.class);
    assertThat(told.all(ClientReported.class))
        .extracting(ClientReported::toldSite)
        .containsExactlyInAnyOrder("site-1", "site-2", "site-3");
    assertThat(kept.checkpoint.orElseThrow().training().finished()).isEqualTo(1);

    assertThat(told.rounds()).isEqualTo(1); // nobody asked for another
    assertThat(stage.trigger().getInteger("round")).isEqualTo(2);
    assertThat(told.next(RoundCompleted.class).round()).isEqualTo(2);
    assertThat(stage.state().getInteger("round")).isEqualTo(2);
    assertThat(stage.state().getJsonArray("present")).hasSize(3);
  }

  @Test
  void restart_behindARound_tellsItAgainAsItWasAndGoesOn() throws Exception {
    Map<String, String> settings = Map.of("federate.trigger", "api", "federate.min-clients", "1");
    FederateVerticle stage = deploy(settings);
    stage.trigger();
    join(stage, 1);
    RoundCompleted before = told.next(RoundCompleted.class);
    await(vertx.undeploy(stage.deploymentID()));

    FederateVerticle again = deploy(settings);
    assertThat(told.next(RoundCompleted.class)).isEqualTo(before);
    again.trigger();
    join(again, 1);
    RoundCompleted after = told.next(RoundCompleted.class);
    assertThat(after.round()).isEqualTo(2);
    assertThat(after.run()).isEqualTo(before.run());
    assertThat(after.seq()).isGreaterThan(before.seq());
  }

  @Test
  void budget_spent_stopsTrainingAndSaysSo() throws Exception {
    FederateVerticle stage = deploy(Map.of(
        "federate.dp", "client",
        "federate.noise-multiplier", "4",
        "federate.budget-epsilon", "2",
        "federate.min-clients", "1"));
    join(stage, 1);
    TrainingStopped stopped = told.next(TrainingStopped.class);
    assertThat(stopped.reason()).contains("(expected: at most 2.0); spent: epsilon ");
    assertThat(stopped.privacy()).isNotNull();
    List<BudgetSpent> spends = told.all(BudgetSpent.class);
    assertThat(spends).hasSameSizeAs(told.all(RoundCompleted.class)).isNotEmpty();
    BudgetSpent last = spends.getLast();
    assertThat(last.privacy().epsilon()).isBetween(0.1, 2.0);
    assertThat(last.privacy().steps()).isEqualTo(spends.size());
    assertThat(last.head().rows()).isEqualTo(last.row());
    assertThat(ArchivedLedger.verify(chain, keys).isValid()).isTrue();
    assertThat(ArchivedLedger.verify(chain, keys).rows()).isEqualTo(spends.size());
    // A spend is told before the round it paid for.
    assertThat(told.order(BudgetSpent.class)).isLessThan(told.order(RoundCompleted.class));
    assertThatThrownBy(stage::trigger)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("training is over behind round ");
    assertThat(stage.state().getString("stopped")).isEqualTo(stopped.reason());
  }

  @Test
  void sums_andCounts_ofClientsScaleAllAlikeAndMoveTheCut() throws Exception {
    Map<String, String> settings = Map.of(
        "federate.rounds", "1", "federate.scaling", "sums", "federate.calibrate-cut", "true");
    FederateVerticle stage = deploy(settings);
    join(stage, new LabelledSite(0.25, new double[] {1, 1.1, 4}, new int[] {0, 0, 1}));
    join(stage, new LabelledSite(0.75, new double[] {3, 5, 5.1}, new int[] {0, 1, 1}));
    told.next(RoundCompleted.class);
    SavedTraining saved = kept.checkpoint.orElseThrow().training();
    assertThat(saved.scaling().orElseThrow().means()).containsExactly(0.5);
    // Trained to 1 by both; with the cut between 3 and 4 every row is on its side.
    assertThat(saved.model().parameters().values()[0]).isBetween(1 - 4.0, 1 - 3.0);
    assertThat(stage.state().getString("scaling")).isEqualTo("sums");
    assertThat(stage.state().getBoolean("calibrates_cut")).isTrue();
    await(vertx.undeploy(stage.deploymentID()));

    assertThatThrownBy(() -> deploy(Map.of("federate.rounds", "2")))
        .cause()
        .hasMessage("federate.scaling: public (expected: sums, as the model was trained)");
  }

  @Test
  void model_knownToTheServer_beginsWithItsWeightsAndKeepsTheLastRound() throws Exception {
    var bundles = new Bundles();
    model = Optional.of(bundles);
    Map<String, String> settings = Map.of("federate.model", "lstm", "federate.rounds", "2");
    FederateVerticle stage = deploy(settings);
    join(stage, 1);
    join(stage, 2);
    RoundCompleted last = bundles.next();
    assertThat(last.round()).isEqualTo(2);
    // From 7, not from the 0 that the sites would bring: a tenth of the way to 1 and 2 in each
    // round.
    assertThat(kept.checkpoint.orElseThrow().training().model().parameters().values()[0])
        .isBetween(5.0, 7.0);
    assertThat(bundles.reports)
        .extracting(ClientReported::toldSite)
        .contains("site-1", "site-2")
        .doesNotContainNull();
    await(vertx.undeploy(stage.deploymentID()));

    deploy(settings);
    assertThat(bundles.next()).isEqualTo(last); // it might have been killed in between
    assertThat(bundles.rounds).isEmpty();
  }

  @Test
  void model_ofOtherShapesThanTheTrainingHas_isOneSentence() throws Exception {
    Map<String, String> settings = Map.of("federate.scaling", "sums", "federate.rounds", "1");
    FederateVerticle stage = deploy(settings);
    join(stage, new LabelledSite(0.25, new double[] {1}, new int[] {0}));
    join(stage, new LabelledSite(0.75, new double[] {3}, new int[] {1}));
    told.next(RoundCompleted.class);
    await(vertx.undeploy(stage.deploymentID()));

    model = Optional.of(new Bundles());
    assertThatThrownBy(() -> deploy(Map.of("federate.model", "lstm", "federate.rounds", "2")))
        .cause()
        .hasMessageStartingWith("federate.model: lstm (expected: the model of the training")
        .hasMessageContaining("shapes [[1]]");
  }

  @Test
  void model_roundsThatSomebodyAskedFor_areKeptEach() throws Exception {
    var bundles = new Bundles();
    model = Optional.of(bundles);
    FederateVerticle stage = deploy(
        Map.of("federate.model", "lstm", "federate.trigger", "api", "federate.min-clients", "1"));
    join(stage, 1);
    stage.trigger();
    assertThat(bundles.next().round()).isEqualTo(1);
    stage.trigger();
    assertThat(bundles.next().round()).isEqualTo(2);
  }

  /** Of three weights; remembers what it is asked to keep. */
  private static final class Bundles implements DetectorModel {
    private final BlockingQueue<RoundCompleted> rounds = new LinkedBlockingQueue<>();
    private volatile List<ClientReported> reports = List.of();

    RoundCompleted next() throws InterruptedException {
      RoundCompleted round = rounds.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(round).as("no round became a bundle").isNotNull();
      return round;
    }

    @Override
    public SavedTraining begin() {
      var layout = new ModelLayout(List.of(new TensorSpec(ElementType.FLOAT64, List.of(3))));
      return new SavedTraining(
          0, layout, GlobalModel.of(Tensors.of(layout.shapes(), new double[] {7, 7, 7})));
    }

    @Override
    public Optional<Strategy> strategy() {
      return Optional.empty();
    }

    @Override
    public void keep(SavedTraining saved, RoundCompleted round, List<ClientReported> told) {
      assertThat(saved.finished()).isEqualTo(round.round());
      reports = told;
      rounds.add(round);
    }
  }

  private FederateVerticle deploy(Map<String, String> settings) throws Exception {
    var verticle = new FederateVerticle(
        FederateConfig.from(new Settings(settings)),
        new FederateParts(
            told,
            kept,
            model,
            () -> 0,
            chain,
            keys,
            new SimpleMeterRegistry(),
            InstantSource.system()));
    await(vertx.deployVerticle(verticle));
    return verticle;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void join(FederateVerticle stage, int number) {
    join(stage, new Site(number));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what the server makes of it is what counts
  private void join(FederateVerticle stage, SiteWork site) {
    FederationClient.join(vertx, "127.0.0.1", stage.port(), Optional.empty(), site);
  }

  /** Moves every weight towards its own number. */
  private record Site(int number) implements SiteWork {
    @Override
    public Map<String, Object> properties() {
      return Map.of("site", "site-" + number);
    }

    @Override
    public List<Tensor> parameters() {
      return List.of(new Tensor(new TensorSpec(ElementType.FLOAT64, List.of(3)), new double[3]));
    }

    @Override
    public FeatureSums sums() {
      throw new IllegalArgumentException("sums: asked for (expected: never by this stage)");
    }

    @Override
    public Answer.Fitted fit(
        List<Tensor> parameters, Map<String, Object> config, Optional<Standardisation> scaling) {
      double[] values = parameters.getFirst().values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.1 * (number - values[i]) + 0.01 * i;
      }
      return new Answer.Fitted(
          List.of(new Tensor(parameters.getFirst().spec(), values)), 100L * number, properties());
    }

    @Override
    public Optional<Answer.Evaluated> evaluate(
        List<Tensor> parameters, Optional<Standardisation> scaling) {
      return Optional.of(new Answer.Evaluated(0.5, 10, Map.of("accuracy", 0.9)));
    }

    @Override
    public Optional<LogitCounts> logitCounts(
        List<Tensor> parameters, Optional<Standardisation> scaling) {
      throw new IllegalArgumentException("counts: asked for (expected: never by this stage)");
    }
  }

  /** Trains the one bias of a model to 1; its rows are one number each, twice, of which it tells everything. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record LabelledSite(double number, double[] logits, int[] labels) implements SiteWork {
    private static final TensorSpec BIAS = new TensorSpec(ElementType.FLOAT64, List.of(1));

    @Override
    public Map<String, Object> properties() {
      return Map.of("site", "site-of-" + number);
    }

    @Override
    public List<Tensor> parameters() {
      return List.of(new Tensor(BIAS, new double[1]));
    }

    @Override
    public FeatureSums sums() {
      return FeatureSums.of(new double[][] {{number}, {number}});
    }

    @Override
    public Answer.Fitted fit(
        List<Tensor> parameters, Map<String, Object> config, Optional<Standardisation> scaling) {
      assertThat(scaling).isPresent();
      return new Answer.Fitted(
          List.of(new Tensor(BIAS, new double[] {1})), labels.length, properties());
    }

    @Override
    public Optional<Answer.Evaluated> evaluate(
        List<Tensor> parameters, Optional<Standardisation> scaling) {
      return Optional.empty();
    }

    @Override
    public Optional<LogitCounts> logitCounts(
        List<Tensor> parameters, Optional<Standardisation> scaling) {
      return Optional.of(LogitCounts.of(logits, labels));
    }
  }

  /** A broker that remembers. */
  private static final class Told implements EventWriter {
    private final List<FlEvent> all = new ArrayList<>();
    private final BlockingQueue<FlEvent> unread = new LinkedBlockingQueue<>();

    <T extends FlEvent> T next(Class<T> kind) throws InterruptedException {
      while (true) {
        FlEvent event = unread.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("no %s was told", kind.getSimpleName()).isNotNull();
        if (kind.isInstance(event)) {
          return kind.cast(event);
        }
      }
    }

    synchronized <T extends FlEvent> List<T> all(Class<T> kind) {
      return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    synchronized int order(Class<? extends FlEvent> kind) {
      return all.indexOf(all(kind).getFirst());
    }

    int rounds() {
      return all(RoundCompleted.class).size();
    }

    @Override
    public Batch batch(Context context) {
      return new Batch() {
        private long size;

        @Override
        public void toHost(Topic topic, String host, Event event) {
          assertThat(topic).isEqualTo(Topic.FL_EVENTS);
          var told = (FlEvent) event;
          assertThat(host).isEqualTo(told.run());
          size++;
          synchronized (Told.this) {
            all.add(told);
          }
          unread.add(told);
        }

        @Override
        public void toPartition(Topic topic, int partition, Event event) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void toAllPartitions(Topic topic, Event event) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> acknowledged() {
          return Future.succeededFuture();
        }

        @Override
        public long size() {
          return size;
        }
      };
    }
  }

  /** A folder that outlives the stage. */
  private static final class KeptFolder implements TrainingFolder {
    private volatile Optional<Checkpoint> checkpoint = Optional.empty();

    @Override
    public String run() {
      return "run-1";
    }

    @Override
    public Optional<Checkpoint> load() {
      return checkpoint.map(one -> Checkpoint.read(one.bundle().bytes()));
    }

    @Override
    public void store(Checkpoint state) {
      checkpoint = Optional.of(state);
    }
  }

  /** A database that outlives the stage. */
  private static final class Chain implements LedgerArchive {
    private final List<String> lines = new ArrayList<>();
    private Optional<String> head = Optional.empty();

    @Override
    public synchronized Kept read() {
      return new Kept(lines, head);
    }

    @Override
    public synchronized void begin(String first) {
      head = head.or(() -> Optional.of(first));
    }

    @Override
    public synchronized void append(long row, String line, String before, String after) {
      if (!head.equals(Optional.of(before)) || row != lines.size() + 1) {
        throw new LedgerException("privacy ledger: row " + row + " is another's");
      }
      lines.add(line);
      head = Optional.of(after);
    }
  }
}
