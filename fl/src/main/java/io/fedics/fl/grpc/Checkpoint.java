package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.model.Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A training behind a round, as bytes that know when they were cut or altered. Values are doubles, so a restart goes on
 * with the very same parameters.
 *
 * @param strategy the rounds were combined with; its memory is of no use to another
 * @param reports of the finished rounds, as texts of whoever keeps them
 */
public record Checkpoint(SavedTraining training, String strategy, List<String> reports) {
  private static final String KIND = "fl-training";
  private static final String MEANS = "feature_means";
  private static final String DEVIATIONS = "feature_deviations";

  public Checkpoint {
    reports = List.copyOf(reports);
  }

  /** What {@link #read} reads the bytes of. */
  public Bundle bundle() {
    GlobalModel model = training.model();
    List<TensorSpec> tensors = training.layout().tensors();
    Bundle.Builder bundle = Bundle.of(KIND, KIND)
        .texts("features", List.of())
        .text("card", "State of a federated training behind a round.")
        .whole("finished", training.finished())
        .text("strategy", strategy)
        .texts("reports", reports)
        .texts("types", tensors.stream().map(tensor -> tensor.type().name()).toList())
        .ints(
            "ranks", tensors.stream().mapToInt(tensor -> tensor.shape().size()).toArray())
        .ints(
            "sizes",
            tensors.stream()
                .flatMap(tensor -> tensor.shape().stream())
                .mapToInt(Integer::intValue)
                .toArray())
        .doubles("parameters", model.parameters().values())
        .texts("memory", List.copyOf(model.memory().keySet()));
    model.memory().forEach((name, value) -> bundle.doubles("memory." + name, value.values()));
    training
        .scaling()
        .ifPresent(scaling ->
            bundle.doubles(MEANS, scaling.means()).doubles(DEVIATIONS, scaling.deviations()));
    return bundle.build();
  }

  /**
   * @throws io.fedics.fl.model.BundleException when these are no such bytes
   * @throws IllegalArgumentException when shapes and values do not belong together
   */
  public static Checkpoint read(byte[] bytes) {
    Bundle bundle = Bundle.read(bytes).requireKind(KIND);
    var layout =
        new ModelLayout(specs(bundle.texts("types"), bundle.ints("ranks"), bundle.ints("sizes")));
    Tensors parameters = Tensors.of(layout.shapes(), bundle.doubles("parameters"));
    var memory = new TreeMap<String, Tensors>();
    for (String name : bundle.texts("memory")) {
      memory.put(name, parameters.with(bundle.doubles("memory." + name)));
    }
    return new Checkpoint(
        new SavedTraining(
            (int) bundle.whole("finished"),
            layout,
            new GlobalModel(parameters, memory),
            scaling(bundle)),
        strategy(bundle),
        bundle.texts("reports"));
  }

  /** One without settings was written with brackets behind it. */
  private static String strategy(Bundle bundle) {
    return bundle.text("strategy").replaceFirst("\\[]$", "");
  }

  private static Optional<Standardisation> scaling(Bundle bundle) {
    return bundle.has(MEANS)
        ? Optional.of(new Standardisation(bundle.doubles(MEANS), bundle.doubles(DEVIATIONS)))
        : Optional.empty();
  }

  private static List<TensorSpec> specs(List<String> types, int[] ranks, int[] sizes) {
    var specs = new ArrayList<TensorSpec>();
    int at = 0;
    for (int i = 0; i < types.size(); i++) {
      List<Integer> shape = new ArrayList<>();
      for (int dimension = 0; dimension < ranks[i]; dimension++) {
        shape.add(sizes[at++]);
      }
      specs.add(new TensorSpec(ElementType.valueOf(types.get(i)), shape));
    }
    return specs;
  }
}
