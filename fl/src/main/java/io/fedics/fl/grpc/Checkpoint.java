package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.privacy.PrivacyUnit;
import io.fedics.fl.privacy.ledger.Attested;
import io.fedics.fl.privacy.ledger.Spent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A training behind a round, as bytes that know when they were cut or altered. Values are doubles, so a restart goes on
 * with the very same parameters.
 *
 * @param strategy the rounds were combined with; its memory is of no use to another
 * @param reports of the finished rounds, as texts of whoever keeps them
 * @param attested what sites said that they spent up to then
 * @param sites what is known of each site, as texts of whoever keeps them
 */
public record Checkpoint(
    SavedTraining training,
    String strategy,
    List<String> reports,
    Attested attested,
    List<String> sites) {
  private static final String KIND = "fl-training";
  private static final String MEANS = "feature_means";
  private static final String DEVIATIONS = "feature_deviations";
  private static final String REFUSED_SITES = "refused_sites";
  private static final String ATTESTED_BY_ALL = "attested_by_all";
  private static final String SITES = "sites";

  public Checkpoint {
    reports = List.copyOf(reports);
    sites = List.copyOf(sites);
  }

  /** Where nothing is kept of sites. */
  public Checkpoint(
      SavedTraining training, String strategy, List<String> reports, Attested attested) {
    this(training, strategy, reports, attested, List.of());
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
        .texts(SITES, sites)
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
    var refusals = new TreeMap<>(training.refusals());
    bundle
        .texts(REFUSED_SITES, List.copyOf(refusals.keySet()))
        .ints("refusals", refusals.values().stream().mapToInt(Integer::intValue).toArray());
    write(bundle);
    return bundle.build();
  }

  private void write(Bundle.Builder bundle) {
    List<Attested.Site> sites = attested.sites();
    List<Spent> spent = sites.stream().map(Attested.Site::spent).toList();
    bundle
        .whole(ATTESTED_BY_ALL, attested.byAll() ? 1 : 0)
        .texts("attested_sites", sites.stream().map(Attested.Site::client).toList())
        .texts("attested_units", spent.stream().map(one -> one.unit().word()).toList())
        .texts("attested_accountants", spent.stream().map(Spent::accountant).toList())
        .doubles("attested_deltas", spent.stream().mapToDouble(Spent::delta).toArray());
    figures(bundle, "attested", spent);
    figures(bundle, "attested_next", sites.stream().map(Attested.Site::next).toList());
  }

  private static void figures(Bundle.Builder bundle, String name, List<Spent> spent) {
    bundle
        .doubles(name + "_epsilons", spent.stream().mapToDouble(Spent::epsilon).toArray())
        .doubles(name + "_steps", spent.stream().mapToDouble(Spent::steps).toArray());
  }

  private static Attested attested(Bundle bundle) {
    if (!bundle.has(ATTESTED_BY_ALL)) {
      return new Attested(List.of(), false); // written before this was kept: nobody knows
    }
    List<String> clients = bundle.texts("attested_sites");
    List<Spent> spent = figures(bundle, "attested");
    List<Spent> next = figures(bundle, "attested_next");
    return new Attested(
        IntStream.range(0, clients.size())
            .mapToObj(i -> new Attested.Site(clients.get(i), spent.get(i), next.get(i)))
            .toList(),
        bundle.whole(ATTESTED_BY_ALL) == 1);
  }

  private static List<Spent> figures(Bundle bundle, String name) {
    List<String> units = bundle.texts("attested_units");
    List<String> accountants = bundle.texts("attested_accountants");
    int sites = units.size();
    double[] deltas = bundle.doubles("attested_deltas", sites);
    double[] epsilons = bundle.doubles(name + "_epsilons", sites);
    double[] steps = bundle.doubles(name + "_steps", sites);
    return IntStream.range(0, sites)
        .mapToObj(i -> new Spent(
            PrivacyUnit.of(units.get(i)), epsilons[i], deltas[i], accountants.get(i), (long)
                steps[i]))
        .toList();
  }

  /**
   * @throws io.fedics.fl.model.bundle.BundleException when these are no such bytes
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
            scaling(bundle),
            refusals(bundle)),
        strategy(bundle),
        bundle.texts("reports"),
        attested(bundle),
        bundle.has(SITES) ? bundle.texts(SITES) : List.of()); // written before they were kept
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

  private static Map<String, Integer> refusals(Bundle bundle) {
    if (!bundle.has(REFUSED_SITES)) {
      return Map.of(); // written before they were kept
    }
    List<String> sites = bundle.texts(REFUSED_SITES);
    int[] counts = bundle.ints("refusals");
    return IntStream.range(0, sites.size())
        .boxed()
        .collect(Collectors.toMap(sites::get, i -> counts[i]));
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
