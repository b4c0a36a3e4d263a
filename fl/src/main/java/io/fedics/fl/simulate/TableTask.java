package io.fedics.fl.simulate;

import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.OutputCut;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.benchmark.PublicRanges;
import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.site.MlpModel;
import io.fedics.fl.site.SiteModel;
import io.fedics.fl.train.mlp.Activation;
import io.fedics.fl.train.mlp.Mlp;
import io.fedics.fl.train.mlp.MlpShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A perceptron of 64 and 32 hidden units, attack against normal; sites share out the rows of one table. */
public final class TableTask implements Task {
  private final Partition partition;
  private final MlpShape shape;
  private final Rows rows;
  private final int[] classes;
  private final TestData heldOut;
  private final Set<String> leftOut;
  private final Optional<Trigger> trigger;

  /**
   * @param activation of the hidden units
   * @param attack that sites may try, if any
   * @throws IllegalArgumentException when a backdoor is asked for and the rows have no feature for its trigger
   */
  public TableTask(
      PublicRanges data, Partition partition, Activation activation, Optional<Attack> attack) {
    this(
        partition,
        MlpShape.usual(data.features().size(), activation, 1),
        Rows.of(data.training()),
        data.training().classes(),
        data.heldOut(),
        data.leftOut(),
        attack.filter(Attack.BACKDOOR::equals).map(_ -> Trigger.of(data)));
  }

  private TableTask(
      Partition partition,
      MlpShape shape,
      Rows rows,
      int[] classes,
      TestData heldOut,
      Set<String> leftOut,
      Optional<Trigger> trigger) {
    this.partition = partition;
    this.shape = shape;
    this.rows = rows;
    this.classes = classes;
    this.heldOut = heldOut;
    this.leftOut = leftOut;
    this.trigger = trigger;
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
  public boolean hasLabelledRows() {
    return true;
  }

  @Override
  public List<Member> members(int clients, long seed) {
    List<Member> members = new ArrayList<>();
    for (int[] part : partition.split(classes, clients, seed)) {
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
    return new MlpModel(own.rows(), own.labels(), shape.activation(), heldOut);
  }

  @Override
  public TableTask scaledBySums(int clients, long seed, SiteSums told, double largest) {
    List<int[]> parts = partition.split(classes, clients, seed);
    FeatureSums all = told.of(0, rows.only(parts.getFirst()).rows());
    for (int site = 1; site < parts.size(); site++) {
      all = all.plus(told.of(site, rows.only(parts.get(site)).rows()));
    }
    return scaled(Standardisation.of(all), largest);
  }

  private TableTask scaled(Standardisation standard, double largest) {
    return new TableTask(
        partition,
        shape,
        new Rows(standard.scaled(rows.rows(), largest), rows.labels()),
        classes,
        new TestData(standard.scaled(heldOut.rows(), largest), heldOut.classes(), heldOut.names()),
        leftOut,
        trigger);
  }

  /** Every row is at one site, so what all sites count is what is counted here. */
  @Override
  public double[] withCalibratedCut(double[] parameters) {
    return OutputCut.moved(parameters, model(rows).logitCounts(parameters).cut());
  }

  @Override
  public SiteModel central() {
    return model(rows);
  }

  @Override
  public SiteModel root(int examples, long seed) {
    return model(rows.only(Partition.drawn(classes.length, examples, seed)));
  }

  @Override
  public Judgement judge(double[] parameters) {
    return RowJudgement.of(Mlp.of(shape, parameters), heldOut, leftOut, trigger);
  }
}
