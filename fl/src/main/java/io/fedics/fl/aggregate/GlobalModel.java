package io.fedics.fl.aggregate;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the server keeps between rounds; with the number of the round all it needs to go on.
 *
 * @param parameters that clients are sent
 * @param memory of the strategy by name (momentum, squares of past steps), each of the parameters' shapes; empty for most
 */
public record GlobalModel(Tensors parameters, SortedMap<String, Tensors> memory) {
  public GlobalModel {
    memory = new TreeMap<>(memory);
    memory.forEach((name, tensors) -> {
      if (!tensors.shapes().equals(parameters.shapes())) {
        throw new IllegalArgumentException("memory %s: shapes %s (expected: %s)"
            .formatted(name, tensors.shapes(), parameters.shapes()));
      }
    });
  }

  /** A model without a past. */
  public static GlobalModel of(Tensors parameters) {
    return new GlobalModel(parameters, new TreeMap<>());
  }

  /** The same with its output's cut at this logit. */
  public GlobalModel withCut(double cut) {
    return new GlobalModel(parameters.with(OutputCut.moved(parameters.values(), cut)), memory);
  }

  GlobalModel next(double[] values, Map<String, double[]> remembered) {
    var kept = new TreeMap<String, Tensors>();
    remembered.forEach((name, vector) -> kept.put(name, parameters.with(vector)));
    return new GlobalModel(parameters.with(values), kept);
  }

  /** A copy of what is remembered under this name; zeros in the beginning. */
  double[] remembered(String name) {
    Tensors tensors = memory.get(name);
    return tensors == null ? new double[parameters.size()] : tensors.values().clone();
  }
}
