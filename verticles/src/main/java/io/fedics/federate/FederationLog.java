package io.fedics.federate;

import static java.util.Objects.requireNonNull;

import io.fedics.fl.aggregate.Influence;
import io.fedics.fl.aggregate.Suspicion;
import io.fedics.fl.aggregate.Suspicions;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.Departure;
import io.fedics.fl.grpc.FederationListener;
import io.fedics.fl.grpc.Npz;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.privacy.ledger.ArchivedLedger;
import io.fedics.fl.privacy.ledger.LedgerHead;
import io.fedics.fl.privacy.ledger.LedgerRow;
import io.fedics.fl.privacy.ledger.PrivacyBudget;
import io.fedics.fl.privacy.ledger.Spent;
import io.fedics.fl.round.ClientReport;
import io.fedics.fl.round.RoundReport;
import io.fedics.fl.site.AttestedBudget;
import io.fedics.fl.site.ChargedRounds;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.BudgetSpent;
import io.fedics.shared.event.ClientJoined;
import io.fedics.shared.event.ClientLost;
import io.fedics.shared.event.ClientRefused;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.InfluenceReported;
import io.fedics.shared.event.PrivacyFigure;
import io.fedics.shared.event.RoundCompleted;
import io.fedics.shared.event.TrainingStopped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what happens in a training into events, and stores its rounds. A round is stored before it is told, and told again
 * by the next start, so none that is stored stays untold. Thread-safe; event loops tell and ask, so nobody waits for the disk but
 * the worker that stores.
 */
final class FederationLog implements FederationListener {
  private static final Logger LOG = LoggerFactory.getLogger(FederationLog.class);

  private final TrainingFolder folder;
  private final String strategy;
  private final Optional<ChargedRounds> charged;
  private final AttestedBudget attested;
  private final Consumer<FlEvent> teller;
  private final Runnable told;
  private final InstantSource clock;
  private final EventCodec codec = new EventCodec();
  private final String run;
  private final String source;

  private final Map<String, Integer> refusals = new HashMap<>();
  private final Suspicions suspicions = new Suspicions();
  private long lastSeq;
  private volatile Standing standing = new Standing(0, Map.of(), Optional.empty());

  /**
   * What is asked from outside.
   *
   * @param present clients that are there, by id, with the address they came from
   * @param stopped why training ended, if it did
   */
  private record Standing(int finished, Map<String, String> present, Optional<String> stopped) {
    Standing behind(int round) {
      return new Standing(round, present, stopped);
    }

    Standing with(String client, String address) {
      var more = new HashMap<>(present);
      more.put(client, address);
      return new Standing(finished, Map.copyOf(more), stopped);
    }

    Standing without(String client) {
      var fewer = new HashMap<>(present);
      fewer.remove(client);
      return new Standing(finished, Map.copyOf(fewer), stopped);
    }

    Standing over(String reason) {
      return new Standing(finished, present, Optional.of(reason));
    }
  }

  /** When and in which place an event is told. */
  private record Place(Instant at, long seq) {}

  /**
   * @param charged what rounds cost the server; empty when it hides nobody
   * @param attested knows what sites said of themselves when a round is told
   * @param teller of the events; a round's comes when it is stored, behind those of clients that came and went meanwhile
   * @param told run behind each round that was told, on the worker that stores; the next round waits for it
   */
  FederationLog(
      TrainingFolder folder,
      String strategy,
      Optional<ChargedRounds> charged,
      AttestedBudget attested,
      Consumer<FlEvent> teller,
      Runnable told,
      InstantSource clock) {
    this.folder = folder;
    this.strategy = strategy;
    this.charged = charged;
    this.attested = attested;
    this.teller = teller;
    this.told = told;
    this.clock = clock;
    this.run = folder.run();
    this.source = "federate/" + run;
  }

  /** Tells the last stored round again: the process may have died in between. */
  synchronized void goOn(Checkpoint checkpoint) {
    standing = standing.behind(checkpoint.training().finished());
    attested.goOn(checkpoint.attested(), false); // ids are of connections
    for (String report : checkpoint.reports()) {
      if (codec.decode(report.getBytes(StandardCharsets.UTF_8)) instanceof FlEvent event) {
        lastSeq = Math.max(lastSeq, event.seq());
        teller.accept(event);
      }
    }
  }

  int finished() {
    return standing.finished();
  }

  Optional<String> stopped() {
    return standing.stopped();
  }

  String run() {
    return run;
  }

  /** Clients that are there, by id, with the address they came from. */
  Map<String, String> present() {
    return standing.present();
  }

  private synchronized Place next() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    lastSeq = Math.max(lastSeq + 1, micros);
    return new Place(now, lastSeq);
  }

  private UUID id(String kind, Object... parts) {
    return EventId.of(run, kind, List.of(parts));
  }

  @Override
  public synchronized void joined(String client, String address) {
    standing = standing.with(client, address);
    Place at = next();
    teller.accept(new ClientJoined(
        id("joined", client, at.seq()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        client,
        address));
  }

  @Override
  public synchronized void left(String client, Departure departure, String reason) {
    if (departure != Departure.TURNED_AWAY) {
      standing = standing.without(client);
    }
    refusals.remove(client); // on loopback nobody comes again under the same id
    attested.forget(client);
    Place at = next();
    teller.accept(new ClientLost(
        id("lost", client, at.seq()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        client,
        departure.label(),
        reason));
  }

  @Override
  public synchronized void refused(String client, Refusal kind, String reason) {
    int count = refusals.merge(client, 1, Integer::sum);
    Place at = next();
    teller.accept(new ClientRefused(
        id("refused", client, at.seq()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        client,
        kind.label(),
        reason,
        count,
        false)); // on loopback nobody is known again, so nobody can be kept out
  }

  @Override
  public void scaled(int sites, long rows, int features) {
    LOG.info("{} sites with {} rows scale {} features alike", sites, rows, features);
  }

  @Override
  public void calibrated(int sites, long rows, OptionalDouble cut) {
    if (cut.isPresent()) {
      LOG.info("{} sites with {} rows moved the cut by {}", sites, rows, cut.getAsDouble());
    } else {
      LOG.info("{} sites with {} rows are too few to move the cut", sites, rows);
    }
  }

  @Override
  public void finished(RoundReport report, SavedTraining saved) {
    List<FlEvent> events = new ArrayList<>();
    events.add(completed(report, saved));
    report.reports().forEach(one -> events.add(reported(report.round(), one)));
    List<String> kept = events.stream()
        .map(event -> new String(codec.encode(event), StandardCharsets.UTF_8))
        .toList();
    folder.store(new Checkpoint(saved, strategy, kept, attested.attested()));
    tell(report, events);
    told.run();
  }

  private synchronized void tell(RoundReport report, List<FlEvent> events) {
    standing = standing.behind(report.round());
    events.forEach(teller);
    tellInfluences(report);
  }

  private RoundCompleted completed(RoundReport report, SavedTraining saved) {
    Place at = next();
    return new RoundCompleted(
        id("round", report.round()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        report.round(),
        report.clients().size(),
        report.clients(),
        report.examples(),
        report.leftOut(),
        report.lost(),
        report.refused(),
        report.loss().isPresent() ? (Double) report.loss().getAsDouble() : null,
        report.metrics(),
        privacy(charged.flatMap(rounds -> rounds.spent(report.round()))),
        strategy,
        Npz.sha256(saved.layout().split(saved.model().parameters())));
  }

  private @Nullable PrivacyFigure privacy(Optional<Spent> spent) {
    return spent
        .map(own -> figure(own, false))
        .or(() -> attested.largestOfAll().map(of -> figure(of, true)))
        .orElse(null);
  }

  private static PrivacyFigure figure(Spent spent, boolean isAttested) {
    return new PrivacyFigure(
        spent.epsilon(),
        spent.unit().word(),
        spent.delta(),
        spent.accountant(),
        spent.steps(),
        isAttested);
  }

  private ClientReported reported(int round, ClientReport report) {
    Place at = next();
    return new ClientReported(
        id("reported", round, report.client()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        round,
        report.client(),
        report.examples(),
        report.metrics().get("site") instanceof String site ? site : null,
        AttestedBudget.spent(report).map(of -> figure(of, true)).orElse(null));
  }

  private void tellInfluences(RoundReport report) {
    suspicions.add(report.influences());
    Map<String, Suspicion> byClient = suspicions.byClient();
    for (Influence one : report.influences()) {
      Suspicion suspicion = requireNonNull(byClient.get(one.client()));
      teller.accept(influenced(report.round(), one, suspicion));
    }
    suspicions.keepOnly(standing.present().keySet());
  }

  private InfluenceReported influenced(int round, Influence influence, Suspicion suspicion) {
    Place at = next();
    return new InfluenceReported(
        id("influence", round, influence.client()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        round,
        influence.client(),
        influence.distance(),
        influence.turned(),
        influence.twin(),
        influence.influence(),
        suspicion.score(),
        suspicion.isSuspect());
  }

  /** Tells a row of the ledger. */
  synchronized void charged(LedgerRow row, ArchivedLedger ledger, Optional<PrivacyBudget> budget) {
    Place at = next();
    LedgerHead head =
        ledger.head().orElseThrow(() -> new IllegalStateException("a row was kept and no head"));
    var spend = row.spend();
    var figure = new PrivacyFigure(
        row.epsilon(),
        spend.unit().word(),
        spend.delta(),
        spend.accountant(),
        ledger
            .spent(spend.site(), spend.unit())
            .map(Spent::steps)
            .orElse(spend.steps().steps()),
        false);
    teller.accept(new BudgetSpent(
        EventId.of(run, "budget", row.hash()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        Math.toIntExact(spend.round()),
        row.number(),
        spend.site(),
        spend.mechanism(),
        spend.steps().samplingRate(),
        spend.steps().noiseMultiplier(),
        spend.steps().steps(),
        figure,
        budget.map(PrivacyBudget::epsilon).orElse(null),
        new BudgetSpent.Head(head.rows(), head.hash(), head.signature())));
  }

  @Override
  public synchronized void stopped(int finishedRounds, String reason) {
    standing = standing.over(reason);
    Place at = next();
    teller.accept(new TrainingStopped(
        id("stopped", finishedRounds, at.seq()),
        FlEvent.SITE,
        at.at(),
        source,
        at.seq(),
        run,
        finishedRounds,
        reason,
        privacy(charged.map(ChargedRounds::spent))));
  }

  /** What a client did wrong is told already, and the round is tried again. */
  @Override
  public void aborted(RoundReport report) {}
}
