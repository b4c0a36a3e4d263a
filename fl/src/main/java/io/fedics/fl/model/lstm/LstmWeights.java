package io.fedics.fl.model.lstm;

import io.fedics.fl.model.bundle.Bundle;
import java.util.Arrays;

/** All weights of an {@link LstmAutoencoder} as one vector, which {@link LstmTensor} divides. Immutable. */
public final class LstmWeights {
  private final LstmShape shape;
  private final float[] parameters;

  private LstmWeights(LstmShape shape, float[] parameters) {
    this.shape = shape;
    this.parameters = parameters;
  }

  /**
   * @param parameters finite, as many as {@link LstmTensor#parameters} says; copied
   * @throws IllegalArgumentException when there are more or fewer or one is not finite
   */
  public static LstmWeights of(LstmShape shape, float[] parameters) {
    int wanted = LstmTensor.parameters(shape);
    if (parameters.length != wanted) {
      throw new IllegalArgumentException(
          "lstm weights: %d (expected: %d for %s)".formatted(parameters.length, wanted, shape));
    }
    for (int i = 0; i < wanted; i++) {
      if (!Float.isFinite(parameters[i])) {
        throw new IllegalArgumentException(
            "lstm weights: number %d is %s (expected: a finite number)"
                .formatted(i, parameters[i]));
      }
    }
    return new LstmWeights(shape, parameters.clone());
  }

  /**
   * @throws BundleException when a tensor is missing or has another size
   */
  public static LstmWeights from(Bundle bundle) {
    LstmShape shape = LstmShape.from(bundle);
    float[] parameters = new float[LstmTensor.parameters(shape)];
    for (LstmTensor tensor : LstmTensor.values()) {
      int size = tensor.size(shape);
      System.arraycopy(
          bundle.floats(tensor.key(), size), 0, parameters, tensor.offset(shape), size);
    }
    return new LstmWeights(shape, parameters);
  }

  void into(Bundle.Builder bundle) {
    shape.into(bundle);
    for (LstmTensor tensor : LstmTensor.values()) {
      bundle.floats(tensor.key(), tensor(tensor));
    }
  }

  public LstmShape shape() {
    return shape;
  }

  /** A copy of all. */
  public float[] parameters() {
    return parameters.clone();
  }

  /** A copy of one tensor, row-major. */
  public float[] tensor(LstmTensor tensor) {
    int from = tensor.offset(shape);
    return Arrays.copyOfRange(parameters, from, from + tensor.size(shape));
  }
}
