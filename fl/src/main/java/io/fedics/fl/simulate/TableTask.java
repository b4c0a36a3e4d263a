package io.fedics.fl.simulate;

import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.site.MlpModel;
import io.fedics.fl.site.SiteModel;
import io.fedics.fl.train.mlp.Activation;
import io.fedics.fl.train.mlp.Mlp;
import io.fedics.fl.train.mlp.MlpShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A perceptron of 64 and 32 hidden units, attack against normal; sites share out the rows of one table. */
public final class TableTask implements Task {
  private final PublicRanges data;
  private final Partition partition;
  private final MlpShape shape;
  private final Rows rows;
  private final Optional<Trigger> trigger;

  /**
   * @param activation of the hidden units
   * @param attack that sites may try, if any
   * @throws IllegalArgumentException when a backdoor is asked for and the rows have no feature for its trigger
   */
  public TableTask(
      PublicRanges data, Partition partition, Activation activation, Optional<Attack> attack) {
    this.data = data;
    this.partition = partition;
    this.shape = MlpShape.usual(data.features().size(), activation, 1);
    this.rows = Rows.of(data.training());
    this.trigger = attack.filter(Attack.BACKDOOR::equals).map(_ -> Trigger.of(data));
  }

  @Override
  public String partition() {
    return partition.toString();
  }

  @Override
  public void requirePossible(Attack attack) {
    // rows have labels: every attack is possible
  }

  @Override
  public List<Member> members(int clients, long seed) {
    List<Member> members = new ArrayList<>();
    for (int[] part : partition.split(data.training().classes(), clients, seed)) {
      Rows own = rows.only(part);
      members.add(new Member(
          model(own),
          attack -> model(
              switch (attack) {
                case LABEL_FLIP, SCALING -> own.flipped();
                case BACKDOOR -> trigger.orElseThrow().plant(own);
                case SIGN_FLIP, LIE, MIN_MAX -> own;
              })));
    }
    return members;
  }

  private SiteModel model(Rows own) {
    return new MlpModel(own.rows(), own.labels(), shape.activation(), data.heldOut());
  }

  @Override
  public SiteModel central() {
    return model(rows);
  }

  @Override
  public SiteModel root(int examples, long seed) {
    int all = data.training().rows().length;
    return model(rows.only(Partition.drawn(all, examples, seed)));
  }

  @Override
  public Judgement judge(double[] parameters) {
    return RowJudgement.of(Mlp.of(shape, parameters), data.heldOut(), data.leftOut(), trigger);
  }
}
