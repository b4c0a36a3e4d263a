package io.fedics.classify.domain;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.score.SoftmaxRegression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The regressions of a verdict bundle by the set of detectors they were trained with. In the bundle each set has its
 * values under its place in the list {@code subsets}. Immutable.
 */
public record VerdictModels(Bundle bundle, Map<Set<String>, SoftmaxRegression> bySubset) {
  public static final String KIND = "verdict";

  private static final List<String> ARRAYS = List.of("weights", "biases", "means", "scales");

  public VerdictModels {
    bySubset = Map.copyOf(bySubset);
  }

  /**
   * @throws BundleException when it is none of a verdict, or its numbers are not those of this program
   */
  public static VerdictModels from(Bundle bundle) {
    bundle.requireKind(KIND).requireFeatures(Evidence.NAMES);
    List<String> subsets = bundle.texts("subsets");
    Map<Set<String>, SoftmaxRegression> models = new HashMap<>();
    for (int i = 0; i < subsets.size(); i++) {
      models.put(Set.of(subsets.get(i).split(",")), SoftmaxRegression.from(part(bundle, i)));
    }
    return new VerdictModels(bundle, models);
  }

  private static Bundle part(Bundle bundle, int subset) {
    Bundle.Builder part = Bundle.of(SoftmaxRegression.KIND, bundle.name())
        .texts("features", bundle.features())
        .texts("labels", bundle.texts("labels"))
        .text("reference", bundle.text("reference"))
        .text("card", "")
        .number("temperature", bundle.number("temperature-" + subset));
    ARRAYS.forEach(name -> part.doubles(name, bundle.doubles(name + '-' + subset)));
    return part.build();
  }

  /**
   * One bundle of all.
   *
   * @param bySubset bundles of {@link SoftmaxRegression} with the same labels
   */
  public static Bundle.Builder together(Map<Set<String>, Bundle> bySubset) {
    var named = new TreeMap<String, Bundle>();
    bySubset.forEach((subset, bundle) -> named.put(name(subset), bundle));
    Bundle any = named.firstEntry().getValue();
    Bundle.Builder all = Bundle.of(KIND, KIND)
        .texts("features", Evidence.NAMES)
        .texts("labels", any.texts("labels"))
        .text("reference", any.text("reference"))
        .texts("subsets", List.copyOf(named.keySet()));
    int place = 0;
    for (Bundle bundle : named.values()) {
      all.number("temperature-" + place, bundle.number("temperature"));
      for (String name : ARRAYS) {
        all.doubles(name + '-' + place, bundle.doubles(name));
      }
      place++;
    }
    return all;
  }

  /** Sorted and comma-separated. */
  public static String name(Set<String> detectors) {
    return new TreeSet<>(detectors).stream().collect(Collectors.joining(","));
  }
}
