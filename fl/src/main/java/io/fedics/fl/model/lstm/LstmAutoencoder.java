package io.fedics.fl.model.lstm;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.score.Counterfactual;
import io.fedics.fl.model.score.NearestTypical;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Learned to repeat windows of normal activity through a narrow layer; what it cannot repeat is unusual. A window is a
 * sequence of steps of some features each:
 *
 * <pre>
 * [steps, features] - LSTM - last hidden state - dense, tanh - the same for every step - LSTM - linear - [steps, features]
 * </pre>
 *
 * <p>The LSTM is that with a forget gate and without peepholes: {@code g = tanh(.)}, {@code f, o, i = logistic(.)}, {@code c' =
 * f c + i g}, {@code h = o tanh(c')}. Sums run in a fixed order, the same for every processor: a window has the same score
 * bit for bit whichever windows came with it, whether with the Vector API or without.
 *
 * <p>Immutable and safe for threads; each thread has its own {@link LstmScores}. Sources: Hochreiter and Schmidhuber 1997;
 * Gers et al. 2000 (forget gate); Malhotra et al. 2016, arXiv:1607.00148 (as a detector).
 */
public final class LstmAutoencoder {
  public static final String KIND = "lstm";

  /** Last steps whose mean is shown as a reason. */
  private static final int SHOWN_STEPS = 10;
  /** Normalised values are cut here, so that squares stay far from the largest float. */
  private static final float CUT = 1e6f;

  private final Bundle bundle;
  private final LstmShape shape;
  private final List<String> features;
  private final float[] means;
  private final float[] scales;
  private final float[] inverseScales;
  private final Supplier<LstmKernel> kernels;
  private final LstmForward forward;

  private LstmAutoencoder(Bundle bundle, Supplier<LstmKernel> kernels) {
    this.bundle = bundle.requireKind(KIND);
    LstmWeights weights = LstmWeights.from(bundle);
    this.shape = weights.shape();
    this.features = bundle.features();
    this.means = bundle.floats("means", shape.features());
    this.scales = bundle.floats("scales", shape.features());
    this.inverseScales = inverse(bundle, scales);
    this.kernels = kernels;
    this.forward = new LstmForward(weights);
  }

  /**
   * @throws BundleException when it is none of an LSTM autoencoder
   */
  public static LstmAutoencoder from(Bundle bundle) {
    return new LstmAutoencoder(bundle, LstmKernels::best);
  }

  /** For comparisons: without the Vector API. */
  public static LstmAutoencoder plain(Bundle bundle) {
    return new LstmAutoencoder(bundle, PlainLstmKernel::new);
  }

  static LstmAutoencoder with(Bundle bundle, Supplier<LstmKernel> kernels) {
    return new LstmAutoencoder(bundle, kernels);
  }

  /**
   * Puts weights and normalisation into a bundle of kind {@link #KIND}; its features, schema and card are the caller's.
   *
   * @param means of the features, in their units
   * @param scales positive; a normalised value is {@code (value - mean) / scale}
   * @throws IllegalArgumentException when there is not one mean and one positive scale a feature
   */
  public static Bundle.Builder into(
      Bundle.Builder bundle, LstmWeights weights, float[] means, float[] scales) {
    int wanted = weights.shape().features();
    if (means.length != wanted || scales.length != wanted) {
      throw new IllegalArgumentException("normalisation: %d means, %d scales (expected: %d each)"
          .formatted(means.length, scales.length, wanted));
    }
    for (float scale : scales) {
      if (!(scale > 0)) {
        throw new IllegalArgumentException("scale: %s (expected: positive)".formatted(scale));
      }
    }
    weights.into(bundle);
    return bundle.floats("means", means).floats("scales", scales);
  }

  private static float[] inverse(Bundle bundle, float[] scales) {
    float[] inverse = new float[scales.length];
    for (int f = 0; f < scales.length; f++) {
      inverse[f] = 1 / scales[f];
      if (!(scales[f] > 0) || Float.isInfinite(inverse[f])) {
        throw new BundleException("bundle %s: scale %s (expected: positive, not denormal)"
            .formatted(bundle.name(), scales[f]));
      }
    }
    return inverse;
  }

  public Bundle bundle() {
    return bundle;
  }

  public LstmShape shape() {
    return shape;
  }

  /** Names of a step's values, in order. */
  public List<String> features() {
    return features;
  }

  /** Version of the features' meaning, say {@code host-activity/1}. */
  public String schema() {
    return bundle.text("schema");
  }

  /**
   * Room for results, for one thread.
   *
   * @param windows most windows of one call, at least 1; multiples of 128 make full use of the processor
   */
  public LstmScores scores(int windows) {
    if (windows < 1) {
      throw new IllegalArgumentException("windows: %d (expected: at least 1)".formatted(windows));
    }
    return new LstmScores(shape, windows, kernels.get());
  }

  /**
   * Scores windows; allocates nothing.
   *
   * @param windows shape {@code [at least count, steps, features]}, row-major, finite, in the features' units
   * @param count windows to score, at most the capacity of {@code scores}
   * @param scores of this model's {@link #scores}; receives the results
   * @throws IllegalArgumentException when windows are too few or too many or a value is not finite
   */
  public void score(float[] windows, int count, LstmScores scores) {
    score(windows, count, scores, null);
  }

  /**
   * @param outputs receives the normalised outputs of one window, which is all there is then
   */
  private void score(float[] windows, int count, LstmScores scores, float @Nullable [] outputs) {
    if (count < 0
        || count > scores.capacity()
        || (long) count * shape.windowValues() > windows.length) {
      throw new IllegalArgumentException(
          "windows: %d values for %d windows of %d x %d (room for %d windows)"
              .formatted(
                  windows.length, count, shape.steps(), shape.features(), scores.capacity()));
    }
    scores.begin(0);
    for (int first = 0; first < count; first += LstmScores.BLOCK) {
      int block = Math.min(LstmScores.BLOCK, count - first);
      if (block <= scores.kernel.mostSingle()) {
        for (int window = first; window < first + block; window++) {
          block(windows, window, 1, 1, scores, outputs);
        }
      } else {
        int full = (block + LstmKernel.COLUMNS - 1) / LstmKernel.COLUMNS * LstmKernel.COLUMNS;
        int width = Math.max(full, scores.kernel.leastWidth());
        block(windows, first, block, width, scores, outputs);
      }
    }
    scores.begin(count);
  }

  /**
   * What the model gives for a window: its own idea of it. For explanations, not for speed.
   *
   * @param window shape {@code [steps, features]}, finite, in the features' units
   * @return the same shape and units
   * @throws IllegalArgumentException when values are too few or not finite
   */
  public float[] repeat(float[] window) {
    float[] repeated = new float[shape.windowValues()];
    score(window, 1, scores(1), repeated);
    for (int i = 0; i < repeated.length; i++) {
      int f = i % means.length;
      repeated[i] = Math.fma(repeated[i], scales[f], means[f]);
    }
    return repeated;
  }

  /**
   * Finds few features which, had they gone as the model expects them to over the whole window, bring the error below
   * {@code threshold}.
   *
   * @param window shape {@code [steps, features]}, finite, in the features' units
   * @return changes between the means of the last ten steps; empty when even all features do not suffice
   * @see NearestTypical
   */
  public Optional<Counterfactual> counterfactual(float[] window, double threshold) {
    return counterfactual(window, repeat(window), (_, error) -> error, threshold);
  }

  /** A score that knows more than the error. */
  @FunctionalInterface
  public interface WindowScore {
    /**
     * @param window in the features' units
     * @param error this model repeats it with
     */
    double of(float[] window, double error);
  }

  /**
   * Finds few features which, had they been as in {@code expected} over the whole window, bring a score below {@code
   * threshold}.
   *
   * @param window shape {@code [steps, features]}, finite, in the features' units
   * @param expected the same
   * @return as above
   */
  public Optional<Counterfactual> counterfactual(
      float[] window, float[] expected, WindowScore score, double threshold) {
    LstmScores room = scores(1);
    double[] all = new double[features.size()];
    Arrays.fill(all, 1); // 1 for a feature that is as expected, 0 for one as seen
    var search = new NearestTypical(features, all, asExpected -> {
      float[] changed = mixed(window, expected, asExpected);
      score(changed, 1, room);
      return score.of(changed, room.error(0));
    });
    return search
        .of(new double[features.size()], threshold)
        .map(found -> new Counterfactual(
            found.changes().stream()
                .map(change -> new Counterfactual.Change(
                    change.feature(),
                    change.index(),
                    seen(window, 0, change.index(), shown()),
                    seen(expected, 0, change.index(), shown())))
                .toList(),
            found.score()));
  }

  private static float[] mixed(float[] window, float[] expected, double[] asExpected) {
    float[] mixed = window.clone();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = asExpected[i % asExpected.length] == 0 ? mixed[i] : expected[i];
    }
    return mixed;
  }

  private int shown() {
    return Math.min(SHOWN_STEPS, shape.steps());
  }

  private void block(
      float[] windows,
      int first,
      int count,
      int width,
      LstmScores room,
      float @Nullable [] outputs) {
    normalise(windows, first, count, width, room.input);
    forward.run(room, width, shape.steps() - shown(), outputs);
    collect(windows, first, count, width, room);
  }

  /** Turns windows into columns; columns without a window are zero. */
  private void normalise(float[] windows, int first, int count, int width, float[] input) {
    int values = shape.windowValues();
    if (count < width) {
      Arrays.fill(input, 0, values * width, 0);
    }
    for (int column = 0; column < count; column++) {
      int from = (first + column) * values;
      float sound = 0;
      int to = column;
      for (int step = 0; step < shape.steps(); step++) {
        for (int f = 0; f < means.length; f++) {
          float value = windows[from++];
          sound += value * 0; // NaN from the first value that is not finite, for one look a window
          float z = (value - means[f]) * inverseScales[f];
          input[to] = Math.max(-CUT, Math.min(CUT, z));
          to += width;
        }
      }
      if (sound != 0) {
        throw notFinite(windows, first + column);
      }
    }
  }

  private IllegalArgumentException notFinite(float[] windows, int window) {
    int from = window * shape.windowValues();
    int at = from;
    while (Float.isFinite(windows[at])) {
      at++;
    }
    int step = (at - from) / features.size();
    return new IllegalArgumentException("window %d, step %d: %s is %s (expected: a finite number)"
        .formatted(window, step, features.get((at - from) % features.size()), windows[at]));
  }

  private void collect(float[] windows, int first, int count, int width, LstmScores room) {
    int shown = shown();
    int n = shape.features();
    for (int column = 0; column < count; column++) {
      int window = first + column;
      float sum = 0;
      for (int f = 0; f < n; f++) {
        float error = room.squares[f * width + column] / shape.steps();
        sum += error;
        room.featureErrors[window * n + f] = error;
        room.expected[window * n + f] =
            Math.fma(room.outputSums[f * width + column] / shown, scales[f], means[f]);
        room.seen[window * n + f] = seen(windows, window, f, shown);
      }
      room.errors[window] = sum / n;
    }
  }

  private float seen(float[] windows, int window, int feature, int shown) {
    int end = (window + 1) * shape.windowValues();
    double sum = 0;
    for (int step = shown; step > 0; step--) {
      sum += windows[end - step * shape.features() + feature];
    }
    return (float) (sum / shown);
  }
}
