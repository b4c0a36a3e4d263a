package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.Attested;
import io.fedics.fl.privacy.ledger.Spent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private static final ModelLayout LAYOUT = new ModelLayout(List.of(
      new TensorSpec(ElementType.FLOAT32, List.of(2, 2)),
      new TensorSpec(ElementType.INT64, List.of()),
      new TensorSpec(ElementType.FLOAT64, List.of(3))));

  @Test
  void read_whatWasWritten_isEqualToTheBit() {
    Checkpoint checkpoint = checkpoint();
    assertThat(Checkpoint.read(checkpoint.bundle().bytes())).isEqualTo(checkpoint);
  }

  @Test
  void read_scaledFeatures_isEqualToTheBit() {
    var scaling = new Standardisation(new double[] {0.1, -3}, new double[] {1.0 / 3, 7});
    SavedTraining bare = checkpoint().training();
    var saved = new SavedTraining(2, LAYOUT, bare.model(), Optional.of(scaling));
    var checkpoint = new Checkpoint(saved, "FedAdam", List.of(), Attested.NOTHING_YET);
    assertThat(Checkpoint.read(checkpoint.bundle().bytes())).isEqualTo(checkpoint);
  }

  @Test
  void read_refusalsOfSites_areWhatTheyWere() {
    SavedTraining saved = checkpoint().training().withRefusals(Map.of("süd", 3, "north", 1));
    var checkpoint = new Checkpoint(saved, "FedAdam", List.of(), Attested.NOTHING_YET);
    assertThat(Checkpoint.read(checkpoint.bundle().bytes()).training().refusals())
        .isEqualTo(Map.of("north", 1, "süd", 3));
  }

  @Test
  void read_strategyWithEmptyBrackets_asItWasOnceWritten_isTheSame() {
    var written =
        new Checkpoint(checkpoint().training(), "FedAvg[]", List.of(), Attested.NOTHING_YET);
    assertThat(Checkpoint.read(written.bundle().bytes()).strategy()).isEqualTo("FedAvg");
  }

  @Test
  void read_ofATimeThatKeptNeitherAttestationNorRefusals_isRead() {
    Bundle then = Bundle.of("fl-training", "fl-training")
        .texts("features", List.of())
        .text("card", "")
        .whole("finished", 2)
        .text("strategy", "FedAvg")
        .texts("reports", List.of())
        .texts("types", List.of("FLOAT64"))
        .ints("ranks", new int[] {1})
        .ints("sizes", new int[] {1})
        .doubles("parameters", new double[] {1})
        .texts("memory", List.of())
        .build();
    Checkpoint read = Checkpoint.read(then.bytes());
    assertThat(read.attested()).isEqualTo(new Attested(List.of(), false)); // it knows nothing
    assertThat(read.training().refusals()).isEmpty();
  }

  @Test
  void read_cutOrAlteredAnywhere_isRefused() {
    byte[] whole = checkpoint().bundle().bytes();
    for (int length = 0; length < whole.length; length += 7) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Checkpoint.read(cut)).isInstanceOf(BundleException.class);
    }
    for (int i = 0; i < whole.length; i += 7) {
      byte[] altered = whole.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> Checkpoint.read(altered)).isInstanceOf(BundleException.class);
    }
  }

  @Test
  void saved_modelOfOtherShapes_isRefused() {
    var model = GlobalModel.of(Tensors.ofVectors(new double[8]));
    assertThatThrownBy(() -> new SavedTraining(1, LAYOUT, model))
        .hasMessage("parameters: shapes [[8]] (expected: [[2, 2], [], [3]])");
  }

  private static Checkpoint checkpoint() {
    Tensors parameters = Tensors.of(LAYOUT.shapes(), new double[] {1.1, 2, 3, 4, 5, 0.1, 1e-9, -7});
    var memory = new TreeMap<String, Tensors>();
    memory.put("m", parameters.with(new double[8]));
    memory.put("v", parameters);
    return new Checkpoint(
        new SavedTraining(2, LAYOUT, new GlobalModel(parameters, memory)),
        "FedAdam",
        List.of("{\"round\":1}", "{\"round\":2}"),
        new Attested(
            List.of(
                new Attested.Site("north", spent(0.1, 1L << 40), spent(1.0 / 3, 1L << 41)),
                new Attested.Site("süd", spent(2, 20), spent(3, 40))),
            false),
        List.of("{\"client\":\"north\"}", "{\"client\":\"süd\"}"));
  }

  private static Spent spent(double epsilon, long steps) {
    return new Spent(PrivacyUnit.RECORD, epsilon, 1e-5, "rdp", steps);
  }
}
