package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.aggregate.Update;
import io.fedics.fl.round.Decision;
import io.fedics.fl.round.RoundEvent;
import io.fedics.fl.round.RoundProgress;
import io.fedics.fl.round.Training;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes long: reading answers, deciding, combining, storing, writing questions. One call at a time, on any thread;
 * only {@link #limits} and {@link #progress} may be read meanwhile.
 */
final class RoundWork {
  private final Training training;
  private final FederationListener listener;
  private final ServerConfig config;
  /** By site; may change at any time. */
  private final Map<String, Integer> refusals;

  private @Nullable ModelLayout layout;
  /** Told with every question that has a model; empty where sites scale as they like. */
  private Optional<Standardisation> scaling;

  private volatile AnswerLimits limits;
  private volatile RoundProgress progress;

  /** The last question with a model: most clients are asked the same. */
  private @Nullable Asked lastAsked;

  /** Where updates are read that nobody keeps. */
  private double[] passing = new double[0];

  private record Asked(Question question, int round, Tensors model, Buffer frame) {}

  RoundWork(
      Training training,
      Optional<SavedTraining> saved,
      FederationListener listener,
      ServerConfig config,
      Map<String, Integer> refusals) {
    this.training = training;
    Optional<ModelLayout> known = saved.map(SavedTraining::layout);
    this.layout = known.orElse(null);
    this.scaling = saved.flatMap(SavedTraining::scaling);
    this.listener = listener;
    this.config = config;
    this.refusals = refusals;
    this.limits = limits(known);
    this.progress = training.progress();
  }

  /** As it stood behind the last event. */
  RoundProgress progress() {
    return progress;
  }

  AnswerLimits limits() {
    return limits;
  }

  private AnswerLimits limits(Optional<ModelLayout> known) {
    return new AnswerLimits(
        known.map(ModelLayout::tensors), config.mostExamples(), config.largestValue());
  }

  /**
   * Reads an answer and decides.
   *
   * @throws RefusedException when it is not taken; nothing was decided then
   */
  List<Step> answered(String client, Question asked, ByteBlocks.Message message, Instant now) {
    Answer answer = AnswerReader.read(
        message, asked, limits, training.keepsUpdates() ? double[]::new : this::passing);
    return switch (answer) {
      case Answer.Sums told -> on(new RoundEvent.Summed(client, told.sums()), now);
      case Answer.InitialParameters initial -> began(client, initial, now);
      case Answer.Updated updated ->
        on(
            new RoundEvent.Fitted(
                new Update(client, updated.parameters(), updated.examples(), updated.metrics())),
            now);
      case Answer.Fitted ignored ->
        throw new IllegalStateException("a client's own words are not read from a message");
      case Answer.Evaluated evaluated ->
        on(
            new RoundEvent.Evaluated(
                client, evaluated.loss(), evaluated.examples(), numbers(evaluated.metrics())),
            now);
      case Answer.Counted counted -> on(new RoundEvent.Counted(client, counted.counts()), now);
      case Answer.NotJudged ignored -> on(new RoundEvent.NotJudged(client), now);
      case Answer.Spent spent -> spent(client, spent.reason(), now);
      case Answer.Properties ignored -> List.of();
      case Answer.Disconnected ignored -> List.of();
    };
  }

  /** Nothing but that it is told. */
  List<Step> quarantined(String client, String reason) {
    listener.quarantined(progress.round(), client, Map.copyOf(refusals), reason);
    return List.of();
  }

  /** It is gone before anything is done about it. */
  private List<Step> spent(String client, String reason, Instant now) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Farewell(client, reason));
    steps.addAll(on(new RoundEvent.Lost(client, reason), now));
    return steps;
  }

  private double[] passing(int size) {
    if (passing.length != size) {
      passing = new double[size];
    }
    return passing;
  }

  private List<Step> began(String client, Answer.InitialParameters initial, Instant now) {
    ModelLayout told = ModelLayout.of(initial.parameters());
    if (training.calibratesCut()) {
      told.requireFractionsLast();
    }
    List<Decision> decisions =
        training.on(new RoundEvent.Began(client, told.join(initial.parameters())), now);
    boolean taken = decisions.stream()
        .noneMatch(
            decision -> decision instanceof Decision.LetGo gone && gone.client().equals(client));
    if (taken) {
      layout = told;
      limits = limits(Optional.of(told));
    }
    return steps(decisions);
  }

  private static Map<String, Double> numbers(Map<String, Object> metrics) {
    var numbers = new TreeMap<String, Double>();
    metrics.forEach((name, value) -> {
      if (value instanceof Number number) {
        numbers.put(name, number.doubleValue());
      }
    });
    return numbers;
  }

  List<Step> on(RoundEvent event, Instant now) {
    return steps(training.on(event, now));
  }

  private List<Step> steps(List<Decision> decisions) {
    progress = training.progress();
    var steps = new ArrayList<Step>();
    for (Decision decision : decisions) {
      step(decision).ifPresent(steps::add);
    }
    return steps;
  }

  private Optional<Step> step(Decision decision) {
    return switch (decision) {
      case Decision.AskSums ask ->
        Optional.of(new Step.Ask(ask.client(), Question.SUMS, Questions.sums()));
      case Decision.Scaled scaled -> {
        scaling = Optional.of(scaled.scaling());
        listener.scaled(scaled.sites(), scaled.rows(), scaled.scaling().features());
        yield Optional.empty();
      }
      case Decision.AskParameters ask ->
        Optional.of(new Step.Ask(ask.client(), Question.PARAMETERS, Questions.initialParameters()));
      case Decision.AskFit ask ->
        Optional.of(ask(
            ask.client(),
            Question.FIT,
            ask.round(),
            ask.parameters(),
            () -> Questions.fit(
                known(layout), ask.parameters(), ask.round(), ask.config(), scaling)));
      case Decision.AskCounts ask ->
        Optional.of(ask(
            ask.client(),
            Question.COUNTS,
            ask.round(),
            ask.parameters(),
            () -> Questions.counts(known(layout), ask.parameters(), ask.round(), scaling)));
      case Decision.Calibrated calibrated -> {
        listener.calibrated(calibrated.sites(), calibrated.rows(), calibrated.cut());
        yield Optional.empty();
      }
      case Decision.AskEvaluate ask ->
        Optional.of(ask(
            ask.client(),
            Question.EVALUATE,
            ask.round(),
            ask.parameters(),
            () -> Questions.evaluate(known(layout), ask.parameters(), ask.round(), scaling)));
      case Decision.Waiting waiting -> {
        listener.waiting(waiting.round(), waiting.present(), waiting.needed());
        yield Optional.empty();
      }
      case Decision.LetGo go -> Optional.of(new Step.LetGo(go.client(), go.reason()));
      case Decision.Ended ended -> Optional.of(new Step.Goodbye(ended.clients()));
      case Decision.Stopped stopped -> {
        listener.stopped(stopped.finished(), stopped.reason());
        yield Optional.empty();
      }
      case Decision.WakeAt wake -> Optional.of(new Step.WakeAt(wake.at()));
      case Decision.Finished finished -> {
        lastAsked = null;
        listener.finished(
            finished.report(),
            new SavedTraining(
                finished.report().round(), known(layout), finished.model(), scaling, refusals));
        yield Optional.empty();
      }
      case Decision.Aborted aborted -> {
        listener.aborted(aborted.report());
        yield Optional.empty();
      }
    };
  }

  private Step ask(
      String client, Question question, int round, Tensors model, Supplier<Buffer> frame) {
    Asked last = lastAsked;
    if (last == null
        || last.question() != question
        || last.round() != round
        || !last.model().equals(model)) {
      last = new Asked(question, round, model, frame.get());
      lastAsked = last;
    }
    return new Step.Ask(client, question, last.frame());
  }

  private static ModelLayout known(@Nullable ModelLayout layout) {
    if (layout == null) {
      throw new IllegalStateException("a round went on without a model");
    }
    return layout;
  }
}
