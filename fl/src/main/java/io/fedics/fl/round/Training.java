package io.fedics.fl.round;

import io.fedics.fl.aggregate.Combination;
import io.fedics.fl.aggregate.Combined;
import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.OutputCut;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.aggregate.Update;
import io.fedics.fl.round.RoundProgress.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of federated training: wait for clients, ask for sums by which all scale (if so configured) and for parameters to
 * begin with, let some train, combine, let some judge, and again; behind the last round ask where its cut belongs (if so
 * configured). Whatever a client does, the others finish. Not thread-safe; reads no clock: every event brings the time.
 *
 * <p>Rules: who goes or is refused leaves the round and is replaced by nobody; who joins meanwhile waits for the next
 * round; who does not answer in time is let go; a round with fewer than {@code minFit} answers is tried again, once {@code minClients} are there. One
 * client can never end the training.
 */
public final class Training {
  private final RoundConfig config;
  private final Strategy strategy;
  private final Chooser chooser;
  private final RoundPermit permit;

  private final Attendance attendance;
  private int finished;
  /**
   * Once all were there who must be for the first round, those who are left go on until a round fails: one that dies, or has
   * no parameters to begin with, must not hold up the rest.
   */
  private boolean isUnderWay;
  /** Clients there when their number was last too small. */
  private int tooFew = -1;
  /** When nobody waits any longer. */
  private Instant patientUntil = Instant.MAX;

  private @Nullable GlobalModel model;
  /** Empty until it is known, and for ever where sites scale as they like. */
  private Optional<Standardisation> scaling;

  private final SumsOfSites sums = new SumsOfSites();
  private final CountsOfSites counts = new CountsOfSites();

  private @Nullable Combination combination;
  private RoundTally tally = new RoundTally();

  /** Who of all takes part. */
  public interface Chooser {
    /** As many of {@code all} as {@code count} says; {@code count} is at most their number. */
    List<String> choose(Collection<String> all, int count);
  }

  /**
   * @param finished number of rounds that were finished before, 0 for a new training
   * @param model after those rounds, or to begin with; empty to ask a client
   * @throws IllegalArgumentException when the strategy needs more updates than {@code minFit}
   */
  public Training(
      RoundConfig config,
      Strategy strategy,
      Chooser chooser,
      int finished,
      Optional<GlobalModel> model) {
    this(config, strategy, chooser, RoundPermit.ALWAYS, finished, model, Optional.empty());
  }

  /**
   * @param permit asked before every try of a round, told of every finished one
   * @param scaling that sites were told before those rounds, if any
   * @throws IllegalArgumentException when the strategy needs more updates than {@code minFit}, or the model has no cut to
   *     calibrate
   */
  public Training(
      RoundConfig config,
      Strategy strategy,
      Chooser chooser,
      RoundPermit permit,
      int finished,
      Optional<GlobalModel> model,
      Optional<Standardisation> scaling) {
    if (finished > 0 && model.isEmpty()) {
      throw new IllegalArgumentException(
          "training: %d rounds finished without a model".formatted(finished));
    }
    if (config.minFit() < strategy.leastUpdates()) {
      throw new IllegalArgumentException("fl.min-fit: %d (expected: at least %d for %s)"
          .formatted(config.minFit(), strategy.leastUpdates(), strategy));
    }
    if (config.calibratesCut()) {
      model.ifPresent(it -> OutputCut.require(it.parameters()));
    }
    this.config = config;
    this.strategy = strategy;
    this.chooser = chooser;
    this.permit = permit;
    this.finished = finished;
    this.model = model.orElse(null);
    this.scaling = scaling;
    this.attendance = new Attendance(finished >= config.rounds() ? Phase.OVER : Phase.WAITING);
  }

  /** Rounds behind us. */
  public int finished() {
    return finished;
  }

  public boolean isOver() {
    return attendance.phase() == Phase.OVER;
  }

  /** Whether its model must have a bias whose cut can be moved. */
  public boolean calibratesCut() {
    return config.calibratesCut();
  }

  /** Whether the numbers of an update must stay as they are behind the event that brings it. */
  public boolean keepsUpdates() {
    Combination current = combination;
    return current == null || current.keepsUpdates();
  }

  /** For people; nothing is decided by it. */
  public RoundProgress progress() {
    return attendance.progress(finished);
  }

  public List<Decision> on(RoundEvent event, Instant now) {
    var decisions = new ArrayList<Decision>();
    switch (event) {
      case RoundEvent.Joined joiner -> joined(joiner.client(), decisions);
      case RoundEvent.Lost gone -> {
        if (leave(gone.client())) {
          tally.lost(gone.client(), gone.reason());
        }
      }
      case RoundEvent.Refused bad -> refuse(bad.client(), bad.reason(), decisions);
      case RoundEvent.Summed answer -> {
        if (isAwaited(Phase.SUMMING, answer.client(), decisions)) {
          sums.add(answer.client(), answer.sums());
        }
      }
      case RoundEvent.Began answer -> began(answer, decisions);
      case RoundEvent.Fitted answer -> fitted(answer.update(), decisions);
      case RoundEvent.Evaluated answer -> {
        if (isAwaited(Phase.JUDGING, answer.client(), decisions)) {
          tally.judged(answer);
        }
      }
      case RoundEvent.Counted answer -> {
        if (isAwaited(Phase.COUNTING, answer.client(), decisions)) {
          answer.counts().ifPresent(told -> counted(answer.client(), told, decisions));
        }
      }
      case RoundEvent.NotJudged answer -> isAwaited(Phase.JUDGING, answer.client(), decisions);
      case RoundEvent.Passed time -> leaveStragglers(now, decisions);
    }
    advance(now, decisions);
    return decisions;
  }

  private void joined(String client, List<Decision> decisions) {
    if (isOver()) {
      decisions.add(new Decision.Ended(List.of(client)));
      return;
    }
    attendance.join(client);
  }

  private boolean leave(String client) {
    if (attendance.phase() != Phase.COUNTING) {
      counts.forget(client);
    }
    return attendance.leave(client);
  }

  private void refuse(String client, String reason, List<Decision> decisions) {
    if (leave(client)) {
      tally.refused(client, reason);
      decisions.add(new Decision.LetGo(client, reason));
    }
  }

  /** An answer nobody waits for ends the client's part: double, late, or of another kind. */
  private boolean isAwaited(Phase wanted, String client, List<Decision> decisions) {
    if (attendance.takes(wanted, client)) {
      return true;
    }
    refuse(client, "an answer that nobody asked for", decisions);
    return false;
  }

  private void began(RoundEvent.Began answer, List<Decision> decisions) {
    if (!isAwaited(Phase.BEGINNING, answer.client(), decisions)) {
      return;
    }
    try {
      if (config.calibratesCut()) {
        OutputCut.require(answer.parameters());
      }
      model = GlobalModel.of(strategy.initial(answer.parameters()));
    } catch (IllegalArgumentException e) {
      refuse(answer.client(), String.valueOf(e.getMessage()), decisions);
    }
  }

  private void counted(String client, LogitCounts told, List<Decision> decisions) {
    try {
      counts.add(client, told);
    } catch (IllegalArgumentException e) {
      refuse(client, String.valueOf(e.getMessage()), decisions);
    }
  }

  private void fitted(Update update, List<Decision> decisions) {
    Combination current = combination;
    if (!isAwaited(Phase.TRAINING, update.clientId(), decisions) || current == null) {
      return;
    }
    try {
      current.add(update);
    } catch (IllegalArgumentException e) {
      refuse(update.clientId(), String.valueOf(e.getMessage()), decisions);
      return;
    }
    tally.taken(update);
  }

  private void leaveStragglers(Instant now, List<Decision> decisions) {
    for (String straggler : attendance.stragglers(now)) {
      String reason = "no answer within " + config.timeout();
      leave(straggler);
      tally.lost(straggler, reason);
      decisions.add(new Decision.LetGo(straggler, reason));
    }
  }

  /** Goes on as far as it can: a phase is over when everybody who was asked answered or went. */
  private void advance(Instant now, List<Decision> decisions) {
    boolean moved = true;
    while (moved && attendance.hasAllAnswered()) {
      moved = switch (attendance.phase()) {
        case WAITING, BEGINNING -> begin(now, decisions);
        case SUMMING -> scale(decisions);
        case TRAINING -> combine(now, decisions);
        case COUNTING -> calibrate(now, decisions);
        case JUDGING -> finish(decisions);
        case OVER -> false;
      };
    }
  }

  private boolean begin(Instant now, List<Decision> decisions) {
    attendance.enter(Phase.WAITING);
    Collection<String> clients = attendance.clients();
    if (model == null && clients.isEmpty()) {
      isUnderWay = false; // nobody is left of those who were to begin
    }
    int needed = isUnderWay ? config.minFit() : config.minClients();
    if (clients.size() < needed) {
      await(clients.size(), needed, now, decisions);
      return false;
    }
    tooFew = -1;
    patientUntil = Instant.MAX;
    if (config.scaling() == Scaling.SUMS && scaling.isEmpty()) {
      ask(Phase.SUMMING, clients, now, decisions);
      clients.forEach(client -> decisions.add(new Decision.AskSums(client)));
      return true;
    }
    GlobalModel current = model;
    if (current == null) {
      String client = chooser.choose(clients, 1).getFirst();
      ask(Phase.BEGINNING, List.of(client), now, decisions);
      decisions.add(new Decision.AskParameters(client));
      return true;
    }
    switch (permit.ask(finished + 1)) {
      case RoundPermit.Permission.NotYet _ -> {
        return false;
      }
      case RoundPermit.Permission.Denied denied -> {
        decisions.add(new Decision.Stopped(finished, denied.reason()));
        end(decisions);
        return false;
      }
      case RoundPermit.Permission.Granted _ -> {}
    }
    combination = strategy.begin(current, finished + 1);
    List<String> chosen = chooser.choose(clients, share(config.fractionFit(), config.minFit()));
    ask(Phase.TRAINING, chosen, now, decisions);
    chosen.forEach(client -> decisions.add(
        new Decision.AskFit(client, finished + 1, current.parameters(), strategy.clientConfig())));
    return true;
  }

  /** Says once of how many more, and in the end that nobody waits longer for them. */
  private void await(int present, int needed, Instant now, List<Decision> decisions) {
    if (present != tooFew) {
      tooFew = present;
      decisions.add(new Decision.Waiting(finished + 1, present, needed));
    }
    if (finished == 0 || config.patience().isEmpty()) {
      return;
    }
    Duration longest = config.patience().orElseThrow();
    if (patientUntil.equals(Instant.MAX)) {
      patientUntil = now.plus(longest);
    }
    if (now.isBefore(patientUntil)) {
      decisions.add(new Decision.WakeAt(patientUntil)); // each time: a clock may be set back
      return;
    }
    decisions.add(new Decision.Stopped(
        finished,
        "round %d: too few clients for %s, in the end %d (expected: at least %d)"
            .formatted(finished + 1, longest, present, needed)));
    end(decisions);
  }

  /**
   * By what those tell who are still there. It holds for the whole training, so it takes as many as the first round; with too few
   * all are asked again when there are enough.
   */
  private boolean scale(List<Decision> decisions) {
    sums.keepOnly(attendance.clients());
    int features = sums.features();
    for (String odd : sums.odd()) {
      refuse(
          odd, "sums of other features than the %d of most sites".formatted(features), decisions);
    }
    sums.keepOnly(attendance.clients());
    attendance.enter(Phase.WAITING);
    if (sums.sites() < config.minClients()) {
      decisions.add(new Decision.Aborted(tally.report(finished + 1)));
      isUnderWay = false;
      reset();
    } else {
      FeatureSums total = sums.total();
      Standardisation found = Standardisation.of(total);
      scaling = Optional.of(found);
      decisions.add(new Decision.Scaled(found, sums.sites(), total.rows()));
    }
    sums.clear();
    return true;
  }

  private int share(double fraction, int least) {
    int all = attendance.clients().size();
    return Math.min(all, Math.max(least, (int) (fraction * all)));
  }

  private void ask(Phase next, Collection<String> chosen, Instant now, List<Decision> decisions) {
    isUnderWay = true;
    Instant until = now.plus(config.timeout());
    attendance.ask(next, chosen, until);
    tally.asked(chosen);
    decisions.add(new Decision.WakeAt(until));
  }

  private boolean combine(Instant now, List<Decision> decisions) {
    Combination current = combination;
    if (tally.fitted() < config.minFit() || current == null) {
      decisions.add(new Decision.Aborted(tally.report(finished + 1)));
      isUnderWay = false;
      reset();
      attendance.enter(Phase.WAITING);
      return true;
    }
    Combined combined = current.finish();
    model = combined.model();
    tally.combined(combined);
    combination = null;
    if (config.calibratesCut()) {
      counts.used(tally.examplesByClient(), combined.leftOut(), attendance.clients());
      if (finished + 1 == config.rounds()) {
        List<String> sites = counts.sites();
        ask(Phase.COUNTING, sites, now, decisions);
        sites.forEach(client -> decisions.add(
            new Decision.AskCounts(client, finished + 1, combined.model().parameters())));
        return true;
      }
    }
    judge(combined.model(), now, decisions);
    return true;
  }

  /** By what those told who wanted to; the cut of a model nobody tells enough about is what training left. */
  private boolean calibrate(Instant now, List<Decision> decisions) {
    GlobalModel trained = known();
    OptionalDouble cut = counts.cut();
    GlobalModel moved = cut.isPresent() ? trained.withCut(cut.getAsDouble()) : trained;
    decisions.add(new Decision.Calibrated(counts.told(), counts.rows(), cut));
    model = moved;
    judge(moved, now, decisions);
    return true;
  }

  private void judge(GlobalModel judged, Instant now, List<Decision> decisions) {
    attendance.enter(Phase.JUDGING);
    int judges = config.fractionEvaluate() == 0 ? 0 : share(config.fractionEvaluate(), 1);
    if (judges > 0) {
      List<String> chosen = chooser.choose(attendance.clients(), judges);
      ask(Phase.JUDGING, chosen, now, decisions);
      chosen.forEach(client ->
          decisions.add(new Decision.AskEvaluate(client, finished + 1, judged.parameters())));
    }
  }

  private boolean finish(List<Decision> decisions) {
    RoundReport report = tally.report(finished + 1);
    decisions.add(new Decision.Finished(report, known()));
    finished++;
    reset();
    Optional<String> end = permit.finished(report);
    end.ifPresent(reason -> decisions.add(new Decision.Stopped(finished, reason)));
    if (end.isPresent() || finished == config.rounds()) {
      end(decisions);
      return false;
    }
    attendance.enter(Phase.WAITING);
    return true;
  }

  private GlobalModel known() {
    GlobalModel current = model;
    if (current == null) {
      throw new IllegalStateException("a round came to its end without a model");
    }
    return current;
  }

  private void end(List<Decision> decisions) {
    attendance.enter(Phase.OVER);
    decisions.add(new Decision.Ended(List.copyOf(attendance.clients())));
  }

  private void reset() {
    combination = null;
    tally = new RoundTally();
  }
}
