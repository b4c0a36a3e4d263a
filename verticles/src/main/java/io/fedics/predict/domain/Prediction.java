package io.fedics.predict.domain;

import io.fedics.predict.PredictConfig;
import io.fedics.shared.asset.AssetRole;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackLabel;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.NextHop;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SeverityLevel;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.stage.SiteClock;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Handles a site's second when every partition of classify has passed it, hosts in order of address; a minute's edges
 * join the graph before the first second behind it. Not thread-safe.
 */
public final class Prediction implements Decision {
  /** The detector of rules, as verdicts name it. */
  private static final String RULES = "physics";

  private static final int MINUTE = 60;
  private static final int MOST_EDGES_A_RECORD = 2_000;
  private static final int MOST_IMPACTED = 16;

  /** Behind the predictions of a second, before its progress. */
  private static final int EDGES_POSITION = 1 << 19;

  private final PredictConfig config;
  private final int partition;
  private final DerivedSource self;
  private final SiteClock clock;
  private final NextHops nextHops;
  private final OpenSeconds<Pending.Verdicts> open =
      new OpenSeconds<>("open", Pending.Verdicts.class, Pending.Verdicts::new);
  private final OpenSeconds<Pending.Edges> minutes =
      new OpenSeconds<>("minutes", Pending.Edges.class, Pending.Edges::new);
  private final KeyedState<HostGraph> graphs = new KeyedState<>("graph", HostGraph.class);
  private final KeyedState<Lasting> lasting = new KeyedState<>("lasting", Lasting.class);

  /**
   * @param partition of {@code attack_classified}
   * @param partitions of classify's inputs, all of which write to a site's partition
   */
  public Prediction(PredictConfig config, int partition, int partitions) {
    this.config = config;
    this.partition = partition;
    this.self = new DerivedSource("predict", partition);
    this.nextHops = new NextHops(config);
    List<String> upstream = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      upstream.add("classify/" + p);
    }
    this.clock = new SiteClock(upstream);
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case AttackClassified verdict -> onVerdict(verdict, out);
      case SiteEdges edges -> add(edges);
      case Progress progress -> {
        if (clock.onProgress(progress)) {
          handle(progress.site(), clock.mark(progress.site()), out);
        }
        yield true;
      }
      default -> false;
    };
  }

  private boolean onVerdict(AttackClassified verdict, Outputs out) {
    if (verdict.label() == AttackLabel.IMPOSSIBLE_TRAVEL) {
      // Judged outside the order of seconds, so it has a source, and an order, of its own.
      String source = self.of(verdict.site()) + '/' + verdict.source();
      write(predicted(verdict, source, verdict.seq(), new HostGraph(), 0), out);
      return true;
    }
    if (verdict.second() <= clock.mark(verdict.site())) {
      return false;
    }
    open.at(verdict.site(), verdict.second()).add(verdict);
    return true;
  }

  private boolean add(SiteEdges edges) {
    if (edges.minute() + MINUTE - 1 <= clock.mark(edges.site())) {
      return false;
    }
    minutes.at(edges.site(), edges.minute()).add(edges);
    return true;
  }

  private void handle(String site, long mark, Outputs out) {
    open.closeThrough(site, mark, (verdicts, second) -> {
      learnEdges(site, second - 1, out);
      handle(site, second, verdicts.inOrder(), out);
    });
    learnEdges(site, mark, out);
    out.toHost(
        Topic.ATTACK_PREDICTED,
        "",
        new Progress(
            site,
            self.of(site),
            DerivedSource.seq(mark, DerivedSource.LAST),
            "predict",
            partition,
            mark,
            0));
  }

  private void handle(String site, long second, List<AttackClassified> verdicts, Outputs out) {
    HostGraph graph = graphs.get(site);
    HostGraph known = graph == null ? new HostGraph() : graph;
    int position = 0;
    for (AttackClassified verdict : verdicts) {
      position++;
      long before = lasting
          .at(site, Lasting::new)
          .count(verdict.host() + '|' + verdict.label().wireName(), second);
      long seq = DerivedSource.seq(second, position);
      write(predicted(verdict, self.of(site), seq, known, before), out);
    }
  }

  private void write(AttackPredicted predicted, Outputs out) {
    out.toHost(Topic.ATTACK_PREDICTED, "", predicted);
  }

  private AttackPredicted predicted(
      AttackClassified verdict, String source, long seq, HostGraph graph, long before) {
    double severity = Severity.of(
        verdict.label(),
        verdict.probabilities().getOrDefault(verdict.label(), 0.0),
        isRuled(verdict),
        mostImportant(verdict.victims(), graph),
        verdict.victimCount(),
        before);
    List<NextHop> hops =
        verdict.label() == AttackLabel.BENIGN ? List.of() : nextHops.of(verdict, graph);
    return new AttackPredicted(
        EventId.of(verdict.eventId(), "predict"),
        verdict.site(),
        verdict.observedAt(),
        source,
        seq,
        verdict.second(),
        severity,
        SeverityLevel.of(severity),
        severity >= config.escalationLimit(),
        impacted(verdict, hops),
        hops,
        verdict);
  }

  private static boolean isRuled(AttackClassified verdict) {
    return verdict.supporters().isEmpty() || verdict.supporters().contains(RULES);
  }

  private static AssetRole mostImportant(List<String> hosts, HostGraph graph) {
    AssetRole most = AssetRole.UNKNOWN;
    for (String host : hosts) {
      AssetRole role = graph.roleOf(host);
      most = role.compareTo(most) < 0 ? role : most;
    }
    return most;
  }

  private static List<String> impacted(AttackClassified verdict, List<NextHop> hops) {
    Set<String> hosts = new LinkedHashSet<>(verdict.victims());
    hops.forEach(hop -> hosts.add(hop.host()));
    return hosts.stream().limit(MOST_IMPACTED).toList();
  }

  private void learnEdges(String site, long through, Outputs out) {
    minutes.closeThrough(site, through - (MINUTE - 1), (pending, minute) -> {
      graphs.at(site, HostGraph::new).add(minute, pending.edges(), pending.served(), config);
      forward(site, minute, pending, out);
    });
  }

  private void forward(String site, long minute, Pending.Edges pending, Outputs out) {
    List<Edge> edges = pending.edges();
    for (int from = 0, record = 0; from < edges.size() || record == 0; record++) {
      int to = Math.min(from + MOST_EDGES_A_RECORD, edges.size());
      out.toHost(
          Topic.ATTACK_PREDICTED,
          "",
          new SiteEdges(
              EventId.of(site, minute, record, "predict-edges"),
              site,
              Instant.ofEpochSecond(minute),
              self.of(site),
              DerivedSource.seq(minute + MINUTE - 1, EDGES_POSITION + record),
              minute,
              edges.subList(from, to),
              record == 0 ? pending.served() : List.of()));
      from = to;
    }
  }

  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    if (!clock.forgetAt(site, lastSecond)) {
      return false;
    }
    graphs.remove(site);
    lasting.remove(site);
    out.toHost(Topic.ATTACK_PREDICTED, "", self.forgotten(site, lastSecond));
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(clock.state(), open.state(), minutes.state(), graphs, lasting);
  }
}
