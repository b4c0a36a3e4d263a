package io.fedics.fl.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mean of the clients' updates weighted by trust, each brought to the length of the server's own. The server trains on a few
 * records of its own, the root; a client's trust is the cosine of its update to the server's, and nothing below 0. Who points
 * the other way does not count, and nobody counts by length or by examples. When nobody is trusted the step is the server's.
 *
 * <p>With a share of its own the server's update is part of the step in any case: lies that nearly point the right way, said by
 * many, then cannot shift where normal ends and attack begins. That share is our addition.
 *
 * <p>Unlike rules that look for a majority it does not need sites whose traffic is alike; it needs root records that
 * nobody could poison. Source: Cao et al. 2021, arXiv:2012.13995. Not in Flower.
 *
 * @param rootExamples records the server trains on, for who provides them; at least 1
 * @param rootEpochs passes over them in a round; at least 1
 * @param rootBatch records of one step; at least 1
 * @param rootShare of the step that is the server's own whatever the clients say, in [0, 1]; 0 in the paper, 1 is the server
 *     alone
 * @param root the server's training; empty until somebody provides it, and then no round begins
 */
public record FlTrust(
    int rootExamples, int rootEpochs, int rootBatch, double rootShare, Optional<RootTraining> root)
    implements Strategy {
  static final String NAME = "FLTrust";

  public FlTrust {
    StrategySettings.require(rootExamples >= 1, NAME, "root_examples", rootExamples, "at least 1");
    StrategySettings.require(rootEpochs >= 1, NAME, "root_epochs", rootEpochs, "at least 1");
    StrategySettings.require(rootBatch >= 1, NAME, "root_batch", rootBatch, "at least 1");
    StrategySettings.require(
        rootShare >= 0 && rootShare <= 1, NAME, "root_share", rootShare, "[0, 1]");
  }

  /** With records of the server. */
  public FlTrust with(RootTraining training) {
    return new FlTrust(rootExamples, rootEpochs, rootBatch, rootShare, Optional.of(training));
  }

  /**
   * @throws IllegalArgumentException when the server has no records
   */
  @Override
  public Combination begin(GlobalModel current, int round) {
    RootTraining training = root.orElseThrow(() -> new IllegalArgumentException(
        "strategy: FLTrust without records of the server (expected: a root to train on)"));
    return new CollectingCombination(
        current,
        leastUpdates(),
        updates ->
            combine(current, updates, training.update(current.parameters().values(), round)));
  }

  private Combined combine(GlobalModel current, List<Update> updates, double[] trusted) {
    double[] before = current.parameters().values();
    double length = Vectors.norm(trusted);
    double[] step = new double[before.length];
    double trust = 0;
    List<String> leftOut = new ArrayList<>();
    for (Update update : updates) {
      double[] move = Vectors.difference(update.parameters().values(), before);
      double cosine = Vectors.cosine(move, trusted);
      if (cosine > 0) {
        trust += cosine;
        step = Vectors.moved(step, cosine * length / Vectors.norm(move), move);
      } else {
        leftOut.add(update.clientId());
      }
    }
    double[] next = trust > 0
        ? Vectors.moved(Vectors.moved(before, (1 - rootShare) / trust, step), rootShare, trusted)
        : Vectors.moved(before, 1, trusted);
    return new Combined(current.next(next, Map.of()), leftOut);
  }

  /** The same training whoever trains the root. */
  @Override
  public String toString() {
    return StrategySettings.text(
        NAME,
        "root_examples",
        rootExamples,
        "root_epochs",
        rootEpochs,
        "root_batch",
        rootBatch,
        "root_share",
        rootShare);
  }
}
