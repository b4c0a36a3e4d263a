package io.fedics.fl.aggregate;

/**
 * Yogi at the server: v ← v − (1 − beta_2) × d² × sign(v − d²). See {@link AdaptiveStep} for the rest.
 *
 * <p>Source: Reddi et al. 2021, arXiv:2003.00295.
 *
 * @param eta size of a step at the server, above 0
 * @param etaL learning rate of the clients, above 0; told for the record, the server does not use it
 * @param beta1 share of the last step that is kept, in [0, 1)
 * @param beta2 how slowly squares are followed, in [0, 1)
 * @param tau added to √v, above 0
 */
public record FedYogi(double eta, double etaL, double beta1, double beta2, double tau)
    implements Strategy {
  public FedYogi {
    AdaptiveStep.require("FedYogi", eta, etaL, beta1, beta2, tau);
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return AdaptiveStep.begin(
        current,
        eta,
        beta1,
        tau,
        (v, square) -> v - (1 - beta2) * square * Math.signum(v - square));
  }

  @Override
  public String toString() {
    return AdaptiveStep.text("FedYogi", eta, etaL, beta1, beta2, tau);
  }
}
