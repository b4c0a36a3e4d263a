package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.Tensors;
import java.util.ArrayList;
import java.util.List;

/** Types and shapes of a model's tensors, in order: between what is on the wire and what is computed with. */
public record ModelLayout(List<TensorSpec> tensors) {
  public ModelLayout {
    tensors = List.copyOf(tensors);
  }

  public static ModelLayout of(List<Tensor> parameters) {
    return new ModelLayout(parameters.stream().map(Tensor::spec).toList());
  }

  public List<List<Integer>> shapes() {
    return tensors.stream().map(TensorSpec::shape).toList();
  }

  /**
   * That its last tensor, where an output's bias is, can be moved by a part of one.
   *
   * @throws RefusedException when it holds whole numbers
   */
  public void requireFractionsLast() {
    if (tensors.isEmpty() || !tensors.getLast().type().isFloat()) {
      throw new RefusedException(
          Refusal.TENSOR_TYPE,
          "last tensor",
          "whole numbers",
          "<f2, <f4 or <f8, the bias of the only output, whose cut is calibrated");
    }
  }

  /** Lays the tensors of an answer end to end. */
  public Tensors join(List<Tensor> parameters) {
    return Tensors.join(shapes(), parameters.stream().map(Tensor::values).toList());
  }

  /** The tensors again, each of the type it had in the beginning. */
  public List<Tensor> split(Tensors parameters) {
    var split = new ArrayList<Tensor>();
    for (int i = 0; i < tensors.size(); i++) {
      split.add(new Tensor(tensors.get(i), parameters.part(i)));
    }
    return split;
  }
}
