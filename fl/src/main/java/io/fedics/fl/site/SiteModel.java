package io.fedics.fl.site;

import io.fedics.fl.aggregate.DescentCone;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.grpc.Answer;
import io.fedics.fl.grpc.ElementType;
import io.fedics.fl.privacy.SecretRandom;
import io.fedics.fl.train.PrivateSettings;
import java.util.List;
import java.util.Optional;

/**
 * What a site trains, with the records that it trains and judges on. Knows neither rounds nor ledgers: who calls
 * {@link #trainPrivately} has paid for it. Parameters are all tensors end to end, each in C order.
 */
public sealed interface SiteModel permits MlpModel, LstmModel, ForestModel {
  /** Shapes in the order of the parameters. */
  List<List<Integer>> tensors();

  /** Of the numbers on the wire; single-precision floats are half the bytes. */
  default ElementType precision() {
    return ElementType.FLOAT32;
  }

  /** Which model has these shapes, in a few words. */
  String words();

  /** Parameters to begin with. */
  double[] initial(long seed);

  /** Records it is trained on; at least 1. */
  int records();

  /**
   * Asked before anything is paid for.
   *
   * @throws IllegalArgumentException when it cannot be trained so, with privacy or without
   */
  default void require(Learning learning) {}

  /**
   * Trains without privacy: equal seeds, equal parameters.
   *
   * @param start parameters; not changed
   * @param seed of the order of records
   * @throws IllegalArgumentException for parameters of another size, NaN or infinity
   * @throws ArithmeticException when training diverges
   */
  double[] train(double[] start, Learning learning, long seed);

  /**
   * Trains with record-level privacy.
   *
   * @param start parameters; not changed
   * @return parameters that may be released at {@link PrivateSettings#cost}
   * @throws IllegalArgumentException for parameters of another size, NaN or infinity
   * @throws ArithmeticException when training diverges
   */
  double[] trainPrivately(double[] start, PrivateSettings settings, SecretRandom secret);

  /**
   * Steps from these parameters that its records ask for, to judge the steps of others by.
   *
   * @param most records that are asked
   * @return empty where records have no labels, or when the model is right about them already
   */
  default Optional<DescentCone> descents(double[] parameters, int most) {
    return Optional.empty();
  }

  /**
   * Rows it is trained on, in public ranges, which sums over all sites can scale.
   *
   * @return shape {@code [records][features]}; empty where records are no such rows
   */
  default Optional<double[][]> rows() {
    return Optional.empty();
  }

  /**
   * The same model on rows at mean 0 and deviation 1.
   *
   * @param largest scaled numbers are cut to [-largest, largest]; positive, perhaps infinite
   * @throws IllegalArgumentException for other features
   * @throws UnsupportedOperationException where records are no such rows
   */
  default SiteModel scaled(Standardisation scaling, double largest) {
    throw new UnsupportedOperationException("scaling of records that are no rows");
  }

  /**
   * How rows that it is trained on lie about the cut.
   *
   * @throws IllegalArgumentException for parameters of another size, NaN or infinity
   * @throws UnsupportedOperationException where records have no labels
   */
  default LogitCounts logitCounts(double[] parameters) {
    throw new UnsupportedOperationException("a cut of records without labels");
  }

  /** Judges parameters on records kept from training. */
  Answer.Evaluated evaluate(double[] parameters);

  /**
   * What each record kept from training says of parameters, for who tells only noised sums of it.
   *
   * @throws IllegalArgumentException for parameters of another size, NaN or infinity
   */
  HeldOutFigures heldOutFigures(double[] parameters);
}
