package io.fedics.classify.domain;

import io.fedics.classify.ClassifyConfig;
import io.fedics.shared.attack.Techniques;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.DetectorSet;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteEdges.Edge;
import io.fedics.shared.event.SiteEdges.Served;
import io.fedics.shared.stage.ActivatedModels;
import io.fedics.shared.stage.Decision;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.KeyedState;
import io.fedics.shared.stage.OpenSeconds;
import io.fedics.shared.stage.Outputs;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Closes a site's second when every aggregate partition and every detector in force has passed it. In each second
 * verdicts come first, then the edges of a minute that ends there, then the progress that counts benign hosts. Not
 * thread-safe.
 */
public final class Classification implements Decision {
  private static final int MOST_EDGES_A_RECORD = 2_000;

  /** Behind the verdicts of a second, before its progress. */
  private static final int EDGES_POSITION = 1 << 19;

  private final int partition;
  private final int mostEdges;
  private final DerivedSource self;
  private final Completeness complete;
  private final Verdicts verdicts;
  private final LabelModels models;
  private final ActivatedModels activated = new ActivatedModels("models");
  private final VoteTable votes = new VoteTable();
  private final OpenSeconds<SecondFindings> open =
      new OpenSeconds<>("open", SecondFindings.class, SecondFindings::new);
  private final OpenSeconds<MinuteEdges> minutes =
      new OpenSeconds<>("minutes", MinuteEdges.class, MinuteEdges::new);

  /**
   * @param partition of {@code host_activity} and {@code anomalies}
   * @param partitions how many there are, all of which aggregate writes to this one
   */
  public Classification(ClassifyConfig config, int partition, int partitions) {
    this(config, partition, partitions, LabelModels.only(new RuleLabels(config.prior())));
  }

  /** With other ways to combine evidence. */
  public Classification(ClassifyConfig config, int partition, int partitions, LabelModels models) {
    this.partition = partition;
    this.mostEdges = config.edges();
    this.self = new DerivedSource("classify", partition);
    this.complete = new Completeness(partition, partitions, config.detectors());
    this.verdicts = new Verdicts(Techniques.of(config.attackVersion()));
    this.models = models;
  }

  @Override
  public boolean onEvent(Event event, Outputs out) {
    return switch (event) {
      case HostActivityPart part -> add(part);
      case AnomalyDetected finding -> add(finding);
      case HostsScored scored -> add(scored);
      case Progress progress -> {
        if (complete.onProgress(progress)) {
          close(progress.site(), out);
        }
        yield true;
      }
      case DetectorSet set -> {
        if (complete.onDetectorSet(set)) {
          close(set.site(), out);
        }
        yield true;
      }
      case ModelActivated change -> onActivated(change);
      default -> false;
    };
  }

  /** A model nobody has is not taken: what judged goes on. */
  private boolean onActivated(ModelActivated change) {
    String sha256 = change.model().sha256();
    if (!change.detector().equals(LabelModels.DETECTOR)
        || change.fromSecond() <= complete.through(change.site())
        || models.find(sha256).isEmpty()) {
      return false;
    }
    activated.activate(change.site(), change.fromSecond(), sha256);
    return true;
  }

  private boolean add(HostActivityPart part) {
    if (part.second() <= complete.through(part.site())
        || part.host().equals(HostActivityPart.OTHERS)) {
      return false;
    }
    open.at(part.site(), part.second()).add(part);
    if (part.asSource() != null) {
      minutes.at(part.site(), minuteOf(part.second())).add(part);
    }
    return true;
  }

  private boolean add(AnomalyDetected finding) {
    if (finding.second() <= complete.through(finding.site())) {
      return false;
    }
    open.at(finding.site(), finding.second()).add(finding);
    return true;
  }

  private boolean add(HostsScored scored) {
    if (!Evidence.LEARNED.contains(scored.detector())
        || scored.second() <= complete.through(scored.site())) {
      return false;
    }
    open.at(scored.site(), scored.second()).add(scored);
    return true;
  }

  private void close(String site, Outputs out) {
    long through = complete.through(site);
    open.closeThrough(site, through, (findings, second) -> close(site, second, findings, out));
    writeEdges(site, through, out);
    complete.forgetSets(site);
    activated.passed(site, through);
    writeProgress(site, through, DerivedSource.LAST, 0, out);
  }

  private void close(String site, long second, SecondFindings findings, Outputs out) {
    writeEdges(site, second - 1, out);
    List<String> inForce = complete.detectorsAt(site, second);
    int position = 0;
    long benign = 0;
    for (var host : findings.hosts().entrySet()) {
      Optional<AttackClassified> verdict =
          verdict(site, second, host.getKey(), host.getValue(), inForce, position + 1);
      if (verdict.isPresent()) {
        position++;
        out.toHost(Topic.ATTACK_CLASSIFIED, "", verdict.get());
      } else {
        benign += host.getValue().active() ? 1 : 0;
      }
      if (!host.getValue().served().isEmpty()) {
        minutes
            .at(site, minuteOf(second))
            .addServed(host.getKey(), host.getValue().served());
      }
    }
    writeEdges(site, second, out);
    if (benign > 0) {
      writeProgress(site, second, DerivedSource.LAST - 1, benign, out);
    }
  }

  private Optional<AttackClassified> verdict(
      String site,
      long second,
      String host,
      SecondFindings.OfHost evidence,
      List<String> inForce,
      int position) {
    List<AnomalyDetected> counting = Verdicts.strongestFirst(evidence.findings().stream()
        .filter(finding -> inForce.contains(stageOf(finding)))
        .toList());
    Votes ofHost = count(site, second, host, evidence, counting);
    if (counting.isEmpty()) {
      return Optional.empty();
    }
    return verdicts.judge(
        activated.at(site, second).flatMap(models::find).orElse(models.usual()),
        site,
        second,
        host,
        new Evidence(counting, evidence.activity(), ofHost),
        inForce.stream().map(Classification::detectorOf).distinct().sorted().toList(),
        self.of(site),
        DerivedSource.seq(second, position));
  }

  private Votes count(
      String site,
      long second,
      String host,
      SecondFindings.OfHost evidence,
      List<AnomalyDetected> counting) {
    if (evidence.judged().isEmpty()
        && counting.stream().noneMatch(it -> Evidence.LEARNED.contains(it.detector()))) {
      return new Votes();
    }
    Votes ofHost = votes.at(site, host, second);
    evidence.judged().forEach(ofHost::judged);
    for (AnomalyDetected finding : counting) {
      if (Evidence.LEARNED.contains(finding.detector())) {
        ofHost.add(finding);
      }
    }
    return ofHost;
  }

  /** The writer: what {@code source} begins with. */
  private static String stageOf(AnomalyDetected finding) {
    int slash = finding.source().indexOf('/');
    return slash < 0 ? finding.source() : finding.source().substring(0, slash);
  }

  /** {@code physics} reads two topics as {@code physics-flow} and {@code physics-host}. */
  private static String detectorOf(String stage) {
    return stage.replaceFirst("-(flow|host)$", "");
  }

  private void writeEdges(String site, long through, Outputs out) {
    minutes.closeThrough(
        site,
        through - (MinuteEdges.SECONDS - 1),
        (edges, minute) -> write(site, minute, edges, out));
  }

  private void write(String site, long minute, MinuteEdges edges, Outputs out) {
    long last = minute + MinuteEdges.SECONDS - 1;
    List<Edge> heaviest = edges.heaviest(site, mostEdges);
    List<Served> served = edges.served(site, MOST_EDGES_A_RECORD);
    for (int from = 0, record = 0; from < heaviest.size() || record == 0; record++) {
      int to = Math.min(from + MOST_EDGES_A_RECORD, heaviest.size());
      out.toHost(
          Topic.ATTACK_CLASSIFIED,
          "",
          new SiteEdges(
              EventId.of(site, minute, partition, record, "edges"),
              site,
              Instant.ofEpochSecond(minute),
              self.of(site),
              DerivedSource.seq(last, EDGES_POSITION + record),
              minute,
              heaviest.subList(from, to),
              record == 0 ? served : List.of()));
      from = to;
    }
  }

  private void writeProgress(String site, long second, int position, long benign, Outputs out) {
    out.toHost(
        Topic.ATTACK_CLASSIFIED,
        "",
        new Progress(
            site,
            self.of(site),
            DerivedSource.seq(second, position),
            "classify",
            partition,
            second,
            benign));
  }

  private static long minuteOf(long second) {
    return Math.floorDiv(second, MinuteEdges.SECONDS) * (long) MinuteEdges.SECONDS;
  }

  /** The minute that is not over goes with the site: nobody was told of it. */
  @Override
  public boolean forget(String site, long lastSecond, Outputs out) {
    if (complete.through(site) != lastSecond) {
      return false;
    }
    complete.forget(site, lastSecond);
    minutes.closeThrough(site, lastSecond, (_, _) -> {});
    votes.forget(site);
    activated.forget(site);
    out.toHost(Topic.ATTACK_CLASSIFIED, "", self.forgotten(site, lastSecond));
    return true;
  }

  @Override
  public boolean gathers() {
    return true;
  }

  @Override
  public List<KeyedState<?>> state() {
    return List.of(
        complete.state(), open.state(), minutes.state(), votes.state(), activated.state());
  }
}
