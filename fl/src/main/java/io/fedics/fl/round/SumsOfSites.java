package io.fedics.fl.round;

import io.fedics.fl.aggregate.FeatureSums;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What sites told of their rows before the first round. */
final class SumsOfSites {
  private final Map<String, FeatureSums> bySite = new TreeMap<>();

  void add(String site, FeatureSums sums) {
    bySite.put(site, sums);
  }

  /** Forgets who is not among these any more: its rows are not trained on. */
  void keepOnly(Collection<String> sites) {
    bySite.keySet().retainAll(sites);
  }

  int sites() {
    return bySite.size();
  }

  /** Who tells of other features than most do: not who came first decides, which one liar could be. */
  List<String> odd() {
    int usual = features();
    return bySite.entrySet().stream()
        .filter(site -> site.getValue().features() != usual)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many features most sites have; of two numbers as frequent the smaller one; 0 without sites. */
  int features() {
    Map<Integer, Long> frequency = bySite.values().stream()
        .collect(Collectors.groupingBy(FeatureSums::features, TreeMap::new, Collectors.counting()));
    long most = frequency.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return frequency.entrySet().stream()
        .filter(one -> one.getValue() == most)
        .mapToInt(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }

  /** Of all sites together, which must have as many features. */
  FeatureSums total() {
    return bySite.values().stream().reduce(FeatureSums::plus).orElseThrow();
  }

  void clear() {
    bySite.clear();
  }
}
