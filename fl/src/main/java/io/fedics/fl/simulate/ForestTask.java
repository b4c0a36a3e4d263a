package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.ForestMerge;
import io.fedics.fl.grpc.Answer;
import io.fedics.fl.site.ForestModel;
import io.fedics.fl.site.SiteModel;
import java.util.Arrays;
import java.util.List;

/** Isolation forests of flows; each site has flows of its own. */
public final class ForestTask implements Task {
  /**
   * Flows of one site, presumed normal, one finite number a feature.
   *
   * @param training shape {@code [at least 256, features]}
   * @param heldOut later than those; at least one
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and never compared as a whole
  public record Flows(double[][] training, double[][] heldOut) {}

  private final List<String> names;
  private final List<Flows> flows;
  private final List<SiteModel> sites;

  /**
   * @param names of the features
   * @throws IllegalArgumentException for a site with too few flows
   */
  public ForestTask(List<String> names, List<Flows> sites) {
    this.names = List.copyOf(names);
    this.flows = List.copyOf(sites);
    this.sites = sites.stream()
        .<SiteModel>map(site -> new ForestModel(names, site.training(), site.heldOut()))
        .toList();
  }

  /** The only strategy that makes a forest of forests. */
  public static ForestMerge strategy(List<String> names) {
    return new ForestMerge(ForestModel.layout(names.size()));
  }

  @Override
  public String partition() {
    return "own flows";
  }

  @Override
  public void requirePossible(Attack attack) {
    WindowTask.requireNoLabels(attack);
  }

  @Override
  public List<Member> members(int clients, long seed) {
    return Member.ofSites(sites, clients);
  }

  @Override
  public SiteModel central() {
    return new ForestModel(
        names,
        flows.stream().flatMap(site -> Arrays.stream(site.training)).toArray(double[][]::new),
        flows.stream().flatMap(site -> Arrays.stream(site.heldOut)).toArray(double[][]::new));
  }

  @Override
  public SiteModel root(int examples, long seed) {
    throw new IllegalArgumentException("strategy: FLTrust (expected: one that merges trees)");
  }

  /** Each site with its own threshold, weighted by its flows held out. */
  @Override
  public Judgement judge(double[] parameters) {
    double worst = 0;
    long rows = 0;
    double[] sums = new double[3];
    for (SiteModel site : sites) {
      Answer.Evaluated judged = site.evaluate(parameters);
      worst = Math.max(worst, judged.loss());
      rows += judged.examples();
      sums[0] += judged.loss() * judged.examples();
      sums[1] += figure(judged, "path_length") * judged.examples();
      sums[2] += figure(judged, "share_above") * judged.examples();
    }
    return new ForestJudgement(sums[0] / rows, worst, sums[1] / rows, sums[2] / rows);
  }

  private static double figure(Answer.Evaluated judged, String name) {
    return judged.metrics().get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
