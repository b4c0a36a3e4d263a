package io.fedics.fl.train;

/**
 * What holds a site's weights near those it was sent: {@code mu / 2 · ‖w − w₀‖²} beside the loss, so {@code mu · (w − w₀)}
 * beside its gradient. It is made of weights alone and knows no record: added behind clipping and noise it costs no privacy.
 *
 * <p>Source: Li et al. 2020, arXiv:1812.06127 (FedProx).
 *
 * @param mu at least 0, finite; 0: the term is not there, and training gives the same bits as without
 */
public record ProximalTerm(double mu) {
  public static final ProximalTerm NONE = new ProximalTerm(0);

  public ProximalTerm {
    if (!(mu >= 0 && Double.isFinite(mu))) {
      throw new IllegalArgumentException("strategy: proximal_mu " + mu + " (expected: 0 or more)");
    }
  }

  /** Whether there is no such term. */
  public boolean isNone() {
    return mu == 0;
  }

  /** As much of it as stands beside a loss that is {@code part} of the usual one; positive. */
  public ProximalTerm times(double part) {
    return new ProximalTerm(mu * part);
  }

  /**
   * Of one weight.
   *
   * @return what is to be added to its gradient
   */
  public double pull(double weight, double start) {
    return mu * (weight - start);
  }

  /**
   * The term alone must not drive the weights apart: plain descent with momentum along it is stable as long as {@code
   * learningRate · mu < 2 (1 + momentum)} (Polyak 1964).
   *
   * @throws IllegalArgumentException where it does
   */
  public void requireStable(double learningRate, double momentum) {
    double most = 2 * (1 + momentum) / learningRate;
    if (!(mu < most)) {
      throw new IllegalArgumentException(
          "strategy: proximal_mu %s (expected: below %s, beyond which learning rate %s and momentum %s diverge)"
              .formatted(mu, (float) most, learningRate, momentum));
    }
  }
}
