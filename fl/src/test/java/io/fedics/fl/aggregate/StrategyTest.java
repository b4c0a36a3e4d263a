package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.tree.ForestTensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {
  private static final GlobalModel ORIGIN = GlobalModel.of(Tensors.ofVectors(new double[2]));

  @Test
  void fedAvg_unequalExamples_weightsByThem() {
    var combined = combine(new FedAvg(), update("a", 100, 0.5, 1), update("b", 300, 2, 0));
    assertThat(combined.model().parameters().values()).containsExactly(1.625, 0.25);
    assertThat(combined.model().memory()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FedAvg",
        "FedAvgM",
        "FedAdagrad",
        "FedAdam",
        "FedYogi",
        "FedMedian",
        "FedTrimmedAvg",
        "Krum",
        "Bulyan",
        "NormFilter",
        "FedMedian:nnm_malicious_clients=3",
        "Krum:num_malicious_clients=3,num_clients_to_keep=4,nnm_malicious_clients=3"
      })
  void combine_anyOrder_givesTheSameBits(String name) {
    Strategy strategy = Strategy.parse(name);
    var random = new Random(7);
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      updates.add(update(
          "client-" + i, 1 + random.nextInt(999), random.nextGaussian(), random.nextGaussian()));
    }
    Combined first = combine(strategy, updates.toArray(Update[]::new));
    for (int repeat = 0; repeat < 20; repeat++) {
      Collections.shuffle(updates, random);
      assertThat(combine(strategy, updates.toArray(Update[]::new))).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FedAvg", "FedAvgM:server_momentum=0.5", "FedAdam", "FedMedian", "Krum"})
  void keepsUpdates_not_theirArrayMayBeUsedAgain(String strategy) {
    Combination combination = new Watched(Strategy.parse(strategy), 100).begin(ORIGIN, 1);
    Combination expected = new Watched(Strategy.parse(strategy), 100).begin(ORIGIN, 1);
    double[] again = new double[2];
    for (int client = 1; client <= 3; client++) {
      again = combination.keepsUpdates() ? new double[2] : again;
      again[0] = client;
      again[1] = -0.5 * client * client;
      combination.add(new Update("c" + client, Tensors.ofVectors(again), client));
      expected.add(new Update("c" + client, Tensors.ofVectors(again.clone()), client));
    }
    assertThat(combination.finish()).isEqualTo(expected.finish());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FedAvg",
        "FedAvgM:server_learning_rate=0.5,server_momentum=0.9",
        "FedProx:proximal_mu=0.1",
        "FedAdagrad:eta=0.2,eta_l=0.1,beta_1=0.0,beta_2=0.0,tau=1.0E-9",
        "FedAdam:eta=0.2,eta_l=0.1,beta_1=0.9,beta_2=0.99,tau=1.0E-9",
        "FedYogi:eta=0.01,eta_l=0.0316,beta_1=0.9,beta_2=0.99,tau=0.001",
        "FedMedian:nnm_malicious_clients=3",
        "FedTrimmedAvg:beta=0.2",
        "Krum:num_malicious_clients=3,num_clients_to_keep=4,unsafe=false,nnm_malicious_clients=3",
        "Bulyan:num_malicious_clients=1,to_keep=0,unsafe=true",
        "NormFilter:norm_ratio=2.0",
        "FLTrust:root_examples=100,root_epochs=1,root_batch=32,root_share=0.0"
      })
  void toString_anyStrategy_isWhatItIsSetBy(String text) {
    assertThat(Strategy.parse(text)).hasToString(text);
  }

  @Test
  void fedAvgM_secondRound_remembersTheFirst() {
    var strategy = new FedAvgM(1, 0.5);
    GlobalModel first = combine(strategy, update("a", 1, 1, 0)).model();
    assertThat(first.parameters().values()).containsExactly(1, 0);
    Combination second = strategy.begin(first, 2);
    second.add(update("a", 1, 1, 0)); // did not move: only the momentum does
    assertThat(second.finish().model().parameters().values()).containsExactly(1.5, 0);
  }

  @Test
  void fedAdam_parameterThatNeverMoves_staysAndDividesNothingByNothing() {
    var strategy = Strategy.of("FedAdam", Map.of());
    assertThat(combine(strategy, update("a", 1, 0, 0)).model().parameters().values())
        .containsExactly(0, 0);
  }

  @Test
  void krum_outlier_isNotChosenAndExamplesDoNotCount() {
    Update[] updates = {
      update("a", 1, 1, 1),
      update("b", 1, 1.1, 1),
      update("c", 1, 1, 1.2),
      update("d", 1, 0.9, 1),
      update("evil", 1_000_000, 100, 100)
    };
    Combined one = combine(new Krum(1, 0, false), updates);
    assertThat(one.model().parameters().values()).containsExactly(1, 1);
    assertThat(one.leftOut()).containsExactly("b", "c", "d", "evil");
    Combined many = combine(new Krum(1, 4, false), updates);
    assertThat(many.leftOut()).containsExactly("evil");
  }

  @Test
  void krum_equalScores_goToTheLowerId() {
    Combined combined = combine(
        new Krum(0, 0, false), update("c", 1, 1, 0), update("a", 1, 0, 0), update("b", 1, 1, 0));
    assertThat(combined.leftOut()).containsExactly("a", "c");
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 5", "2, 7"})
  void krum_fewerThan2fPlus3_isRefusedUnlessUnsafe(int malicious, int least) {
    Update[] tooFew = updates(least - 1);
    assertThatThrownBy(() -> combine(new Krum(malicious, 0, false), tooFew))
        .hasMessage("updates: %d (expected: at least %d)".formatted(least - 1, least));
    assertThat(combine(new Krum(malicious, 0, false), updates(least))).isNotNull();
    assertThat(combine(new Krum(malicious, 0, true), updates(1))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 1", "1, 7, 5", "2, 11, 9"})
  void bulyan_fewerThan4fPlus3_isRefusedUnlessUnsafe(int malicious, int least, int possible) {
    Update[] tooFew = updates(least - 1);
    assertThatThrownBy(() -> combine(new Bulyan(malicious, 0, false), tooFew))
        .hasMessage("updates: %d (expected: at least %d)".formatted(least - 1, least));
    assertThat(combine(new Bulyan(malicious, 0, true), updates(possible))).isNotNull();
    Update[] impossible = updates(possible - 1);
    assertThatThrownBy(() -> combine(new Bulyan(malicious, 0, true), impossible))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Of 5 with f = 2 each is mixed with its two nearest: a, b and c with each other, d with c and b, evil with d and c. */
  @Test
  void mixing_fiveUpdates_combinesMeansOfTheThreeNearest() {
    Update[] updates = {
      update("a", 1, 0, 0),
      update("b", 1, 3, 0),
      update("c", 1, 6, 0),
      update("d", 1, 12, 3),
      update("evil", 1, 30, -60)
    };
    // mixtures: (3, 0), (3, 0), (3, 0), (7, 1), (16, -19)
    assertThat(values("FedMedian:nnm_malicious_clients=2", updates)).containsExactly(3, 0);
    assertThat(values("FedTrimmedAvg:beta=0.2,nnm_malicious_clients=2", updates))
        .containsExactly(13.0 / 3, 0);
    Combined krum =
        combine(Strategy.parse("Krum:num_malicious_clients=1,nnm_malicious_clients=2"), updates);
    assertThat(krum.model().parameters().values()).containsExactly(3, 0);
    assertThat(krum.leftOut()).containsExactly("d", "evil");
    Combined many = combine(
        Strategy.parse(
            "Krum:num_malicious_clients=1,num_clients_to_keep=4,nnm_malicious_clients=2"),
        updates);
    assertThat(many.model().parameters().values()).containsExactly(4, 0.25);
    assertThat(many.leftOut()).containsExactly("evil");
  }

  private static double[] values(String strategy, Update... updates) {
    return combine(Strategy.parse(strategy), updates).model().parameters().values();
  }

  @Test
  void mixing_equallyNear_takesTheLowerId() {
    assertThat(values(
            "FedMedian:nnm_malicious_clients=1",
            update("a", 1, -2, 0),
            update("b", 1, 0, 0),
            update("c", 1, 2, 0)))
        .containsExactly(-1, 0); // b lies between: mixed with a
  }

  @Test
  void mixing_nobodyMayLie_givesEveryoneTheMean() {
    assertThat(values("FedMedian:nnm_malicious_clients=0", updates(4))).containsExactly(1.5, -1.5);
  }

  @Test
  void mixing_fewerThan2fPlus1_isRefused() {
    Strategy strategy = Strategy.parse("FedMedian:nnm_malicious_clients=2");
    assertThatThrownBy(() -> combine(strategy, updates(4)))
        .hasMessage("updates: 4 (expected: at least 5)");
    assertThat(combine(strategy, updates(5))).isNotNull();
  }

  @Test
  void normFilter_farUpdate_isLeftOutAndNamed() {
    Combined combined = combine(
        new NormFilter(3), update("a", 1, 1, 0), update("b", 3, 0, 1), update("evil", 100, 50, 50));
    assertThat(combined.model().parameters().values()).containsExactly(0.25, 0.75);
    assertThat(combined.leftOut()).containsExactly("evil");
  }

  @Test
  void add_otherShapeOrTheSameClientTwice_isRefused() {
    for (Strategy strategy : List.of(new FedAvg(), new FedMedian())) {
      Combination combination = strategy.begin(ORIGIN, 1);
      combination.add(update("a", 1, 1, 1));
      assertThatThrownBy(() -> combination.add(update("a", 1, 1, 1)))
          .hasMessage("update of a: a second one (expected: one a round)");
      var other = new Update("b", Tensors.ofVectors(new double[3]), 1);
      assertThatThrownBy(() -> combination.add(other))
          .hasMessage("shapes of b: [[3]] (expected: [[2]])");
    }
  }

  private static Combined trusting(double share, Update... updates) {
    return combine(
        new FlTrust(1, 1, 1, share, Optional.of((before, round) -> new double[] {0, 2})), updates);
  }

  @Test
  void flTrust_weightsByTheAngleAndGivesAllOneLength() {
    double half = Math.sqrt(0.5);
    Combined combined = trusting(0, update("a", 1, 0, 100), update("b", 1_000_000, 3, 3));
    double trust = 1 + half;
    assertThat(combined.model().parameters().values()[0])
        .isCloseTo(2 * half * half / trust, within(1e-12));
    assertThat(combined.model().parameters().values()[1])
        .isCloseTo((2 + 2 * half * half) / trust, within(1e-12));
    assertThat(combined.leftOut()).isEmpty();
  }

  @Test
  void flTrust_whoPointsElsewhere_doesNotCount() {
    Combined combined =
        trusting(0, update("a", 1, 0, 1), update("across", 1, 7, 0), update("evil", 1, 5, -100));
    assertThat(combined.model().parameters().values()).containsExactly(0, 2);
    assertThat(combined.leftOut()).containsExactly("across", "evil");
  }

  @Test
  void flTrust_nobodyTrusted_theStepIsTheServersOwn() {
    Combined combined = trusting(0, update("a", 1, 0, -1), update("still", 1, 0, 0));
    assertThat(combined.model().parameters().values()).containsExactly(0, 2);
    assertThat(combined.leftOut()).containsExactly("a", "still");
  }

  @Test
  void flTrust_shareOfTheServer_isPartOfTheStepWhateverClientsSay() {
    Update diagonal = update("a", 1, 1, 1);
    assertThat(trusting(1, diagonal).model().parameters().values()).containsExactly(0, 2);
    double alone = trusting(0, diagonal).model().parameters().values()[0];
    assertThat(trusting(0.25, diagonal).model().parameters().values()[0])
        .isCloseTo(0.75 * alone, within(1e-12));
  }

  @Test
  void flTrust_withoutRecordsOfTheServer_isRefused() {
    assertThatThrownBy(() -> Strategy.parse("FLTrust:root_examples=50").begin(ORIGIN, 1))
        .hasMessage(
            "strategy: FLTrust without records of the server (expected: a root to train on)");
  }

  @Test
  void forestMerge_whatIsNoForest_isRefusedBeforeItCounts() {
    var layout = new ForestTensors(2, 16, 1);
    GlobalModel begin = GlobalModel.of(Tensors.of(layout.shapes(), layout.empty()));
    Combination combination = new ForestMerge(layout).begin(begin, 1);
    double[] broken = layout.empty();
    broken[0] = 5;
    var evil = new Update("evil", Tensors.of(layout.shapes(), broken), 1);
    assertThatThrownBy(() -> combination.add(evil))
        .hasMessage("parameters of evil: forest: tree 0, node 0: 5.0 (expected: feature -1 to 0)");
    var other = new Update("other", Tensors.ofVectors(new double[3]), 1);
    assertThatThrownBy(() -> combination.add(other)).hasMessageStartingWith("shapes of other: ");

    combination.add(new Update("a", Tensors.of(layout.shapes(), leaves(layout, 1)), 1));
    combination.add(new Update("b", Tensors.of(layout.shapes(), leaves(layout, 2)), 1_000_000));
    double[] merged = combination.finish().model().parameters().values();
    int values = 2 * layout.trees() * layout.nodes();
    // a tree of each, whatever they claim
    assertThat(merged[values]).isEqualTo(1);
    assertThat(merged[values + layout.nodes()]).isEqualTo(2);
  }

  /** Trees of one leaf. */
  private static double[] leaves(ForestTensors layout, double length) {
    double[] forest = layout.empty();
    int perTensor = layout.trees() * layout.nodes();
    for (int tree = 0; tree < layout.trees(); tree++) {
      forest[2 * perTensor + tree * layout.nodes()] = length;
      forest[3 * perTensor + tree * layout.nodes()] = length;
    }
    return forest;
  }

  @Test
  void finish_withoutUpdates_isRefused() {
    for (Strategy strategy : List.of(new FedAvg(), new FedMedian(), new NormFilter(1))) {
      assertThatThrownBy(() -> strategy.begin(ORIGIN, 1).finish())
          .hasMessage("updates: 0 (expected: at least 1)");
    }
  }

  @Test
  void of_namesAndSettings_areFlowers() {
    assertThat(Strategy.of("FedAvgM", Map.of("server_momentum", 0.9)))
        .isEqualTo(new FedAvgM(1, 0.9));
    assertThat(Strategy.of("Krum", Map.of("num_malicious_clients", 1, "unsafe", true)))
        .isEqualTo(new Krum(1, 0, true));
    assertThat(Strategy.of("FedProx", Map.of("proximal_mu", 0.1)).clientConfig())
        .containsExactly(Map.entry("proximal_mu", 0.1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "FedSum|x|1|strategy: FedSum (expected: FedAvg, FedAvgM,",
        "FedAvg|beta|1|FedAvg.beta: 1 (expected: no settings)",
        "FedTrimmedAvg|betta|1|FedTrimmedAvg.betta: 1 (expected: one of beta, nnm_malicious_clients)",
        "FedMedian|nnm_malicious_clients|-1|FedMedian.nnm_malicious_clients: -1 (expected: 0 or more)",
        "FedAvg|nnm_malicious_clients|1|FedAvg.nnm_malicious_clients: 1.0 (expected: no settings)",
        "FedTrimmedAvg|beta|0.5|FedTrimmedAvg.beta: 0.5 (expected: [0, 0.5))",
        "FedAvgM|server_momentum|1|FedAvgM.server_momentum: 1.0 (expected: [0, 1))",
        "FedAdam|tau|0|FedAdam.tau: 0.0 (expected: above 0)",
        "FedProx|-|0|FedProx.proximal_mu: missing (expected: a number)",
        "Krum|num_malicious_clients|1.5|Krum.num_malicious_clients: 1.5 (expected: a whole number)",
        "Krum|num_malicious_clients|2e9|Krum.num_malicious_clients: 2.0E9 (expected: at most 100000000)",
        "Bulyan|num_malicious_clients|1e9|Bulyan.num_malicious_clients: 1.0E9 (expected: at most 100000000)",
        "FedMedian|nnm_malicious_clients|1e99|FedMedian.nnm_malicious_clients: 1.0E99 (expected: at most 100000000)",
        "Bulyan|to_keep|2|Bulyan.to_keep: 2 (expected: 0 or 1)",
        "FLTrust|root_examples|0|FLTrust.root_examples: 0 (expected: at least 1)",
        "FLTrust|root_share|1.5|FLTrust.root_share: 1.5 (expected: [0, 1])",
        "NormFilter|norm_ratio|0.5|NormFilter.norm_ratio: 0.5 (expected: 1 or more)",
      })
  void of_mistake_namesSettingValueAndRange(
      String strategy, String key, double value, String message) {
    Map<String, Object> settings = new TreeMap<>();
    if (key != null) {
      settings.put(key, value == (int) value && !key.contains("m") ? (Object) (int) value : value);
    }
    assertThatThrownBy(() -> Strategy.of(strategy, settings)).hasMessageStartingWith(message);
  }

  @Test
  void of_settingOfAnotherType_isRefused() {
    assertThatThrownBy(() -> Strategy.of("FedTrimmedAvg", Map.of("beta", "0.2 or so")))
        .hasMessage("FedTrimmedAvg.beta: 0.2 or so (expected: a number)");
    assertThatThrownBy(() -> Strategy.of("Krum", Map.of("unsafe", 1)))
        .hasMessage("Krum.unsafe: 1 (expected: true or false)");
  }

  private static Update[] updates(int count) {
    Update[] updates = new Update[count];
    for (int i = 0; i < count; i++) {
      updates[i] = update("client-" + i, 1, i, -i);
    }
    return updates;
  }

  private static Update update(String client, long examples, double... values) {
    return new Update(client, Tensors.ofVectors(values), examples);
  }

  private static Combined combine(Strategy strategy, Update... updates) {
    Combination combination = strategy.begin(ORIGIN, 1);
    for (Update update : updates) {
      combination.add(update);
    }
    return combination.finish();
  }
}
