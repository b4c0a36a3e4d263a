package io.fedics.fl.aggregate;

import io.fedics.fl.privacy.ClientLevelMean;
import io.fedics.fl.privacy.SecretRandom;
import java.util.List;

/**
 * Mean of the clients' updates, each clipped, with noise that hides a whole client: {@link ClientLevelMean} of a fixed clip
 * norm. Charge a round before it begins. Of the client that is asked for parameters to begin with only the shapes are taken.
 * Not in Flower under this name.
 */
public final class PrivateAvg implements Strategy {
  /** Standard deviation of what is drawn for a bias, or another tensor that is no matrix. */
  private static final double SMALL = 0.01;

  private final double noiseMultiplier;
  private final double clients;
  private final double clipNorm;
  private final SecretRandom random;
  private final ClientLevelMean mean;

  /**
   * @param noiseMultiplier of the sum, in clip norms
   * @param clients expected number per round; a constant, never the number that came
   * @param clipNorm largest L2 norm of an update; positive
   */
  public PrivateAvg(double noiseMultiplier, double clients, double clipNorm, SecretRandom random) {
    this.noiseMultiplier = noiseMultiplier;
    this.clients = clients;
    this.clipNorm = clipNorm;
    this.random = random;
    this.mean = ClientLevelMean.fixed(noiseMultiplier, clients, clipNorm, random);
  }

  /**
   * Small normal numbers: what a client has may be a model of its data, which nobody clipped or noised. Matrices get the
   * deviation of Glorot and Bengio (2010), sqrt(2 / (inputs + outputs)).
   */
  @Override
  public Tensors initial(Tensors told) {
    double[] drawn = new double[told.size()];
    int from = 0;
    for (List<Integer> shape : told.shapes()) {
      int size = shape.stream().reduce(1, Math::multiplyExact);
      double deviation = deviation(shape, size);
      for (int i = from; i < from + size; i++) {
        drawn[i] = deviation * random.gaussian();
      }
      from += size;
    }
    return told.with(drawn);
  }

  private static double deviation(List<Integer> shape, double size) {
    return shape.size() < 2
        ? SMALL
        : Math.sqrt(2 / (size / shape.getFirst() + size / shape.getLast()));
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return new CollectingCombination(current, leastUpdates(), updates -> combine(current, updates));
  }

  private Combined combine(GlobalModel current, List<Update> updates) {
    double[] before = current.parameters().values();
    List<double[]> moves = updates.stream()
        .map(update -> difference(update.parameters().values(), before))
        .toList();
    double[] after = mean.mean(moves, before.length);
    for (int i = 0; i < after.length; i++) {
      after[i] += before[i];
    }
    return new Combined(GlobalModel.of(current.parameters().with(after)), List.of());
  }

  private static double[] difference(double[] after, double[] before) {
    double[] difference = new double[after.length];
    for (int i = 0; i < after.length; i++) {
      difference[i] = after[i] - before[i];
    }
    return difference;
  }

  /** Tells trainings with another mechanism apart. */
  @Override
  public String toString() {
    return "FedAvg of %s clients, each cut to norm %s, with noise of %s norms"
        .formatted(clients, clipNorm, noiseMultiplier);
  }
}
