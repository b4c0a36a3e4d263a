package io.fedics.fl.simulate;

import io.fedics.fl.grpc.Answer;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.site.LstmModel;
import io.fedics.fl.site.SiteModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The autoencoder of host-seconds; each site has windows of its own. */
public final class WindowTask implements Task {
  /**
   * Windows of one site, each of shape [steps, features], in the features' units.
   *
   * @param training at least one
   * @param heldOut later than those; at least one
   */
  public record Windows(List<float[]> training, List<float[]> heldOut) {
    public Windows {
      training = List.copyOf(training);
      heldOut = List.copyOf(heldOut);
    }
  }

  private final Bundle frame;
  private final List<float[]> training = new ArrayList<>();
  private final List<float[]> heldOut = new ArrayList<>();
  private final List<SiteModel> sites;

  /**
   * @param frame public autoencoder whose weights are replaced
   * @throws IllegalArgumentException for a site without windows
   */
  public WindowTask(Bundle frame, List<Windows> sites) {
    this.frame = frame;
    this.sites = sites.stream()
        .<SiteModel>map(site -> new LstmModel(frame, site.training(), site.heldOut()))
        .toList();
    for (Windows site : sites) {
      training.addAll(site.training());
      heldOut.addAll(site.heldOut());
    }
  }

  @Override
  public String partition() {
    return "own windows";
  }

  @Override
  public void requirePossible(Attack attack) {
    requireNoLabels(attack);
  }

  /**
   * @throws IllegalArgumentException for an attack on labels, which windows do not have
   */
  public static void requireNoLabels(Attack attack) {
    if (attack == Attack.LABEL_FLIP || attack == Attack.BACKDOOR) {
      throw new IllegalArgumentException("malicious: " + attack.word()
          + " (expected: sign-flip, scaling, lie or min-max, because windows have no labels)");
    }
  }

  @Override
  public List<Member> members(int clients, long seed) {
    return Member.ofSites(sites, clients);
  }

  @Override
  public SiteModel central() {
    return new LstmModel(frame, training, heldOut);
  }

  @Override
  public SiteModel root(int examples, long seed) {
    List<float[]> own = Arrays.stream(Partition.drawn(training.size(), examples, seed))
        .mapToObj(training::get)
        .toList();
    return new LstmModel(frame, own, heldOut);
  }

  @Override
  public Judgement judge(double[] parameters) {
    double worst = 0;
    double sum = 0;
    long windows = 0;
    for (SiteModel site : sites) {
      Answer.Evaluated judged = site.evaluate(parameters);
      worst = Math.max(worst, judged.loss());
      sum += judged.loss() * judged.examples();
      windows += judged.examples();
    }
    return new WindowJudgement(sum / windows, worst);
  }
}
