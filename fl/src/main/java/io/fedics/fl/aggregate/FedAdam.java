package io.fedics.fl.aggregate;

/**
 * Adam at the server: v ← beta_2 × v + (1 − beta_2) × d². As in Flower the step is corrected for the zeros m and v begin
 * with: eta × √(1 − beta_2^(round+1)) / (1 − beta_1^(round+1)). See {@link AdaptiveStep} for the rest.
 *
 * <p>Source: Reddi et al. 2021, arXiv:2003.00295; the correction is that of Kingma and Ba 2015, arXiv:1412.6980.
 *
 * @param eta size of a step at the server, above 0
 * @param etaL learning rate of the clients, above 0; told for the record, the server does not use it
 * @param beta1 share of the last step that is kept, in [0, 1)
 * @param beta2 share of past squares that is kept, in [0, 1)
 * @param tau added to √v, above 0
 */
public record FedAdam(double eta, double etaL, double beta1, double beta2, double tau)
    implements Strategy {
  public FedAdam {
    AdaptiveStep.require("FedAdam", eta, etaL, beta1, beta2, tau);
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    double corrected =
        eta * Math.sqrt(1 - Math.pow(beta2, round + 1)) / (1 - Math.pow(beta1, round + 1));
    return AdaptiveStep.begin(
        current, corrected, beta1, tau, (v, square) -> beta2 * v + (1 - beta2) * square);
  }

  @Override
  public String toString() {
    return AdaptiveStep.text("FedAdam", eta, etaL, beta1, beta2, tau);
  }
}
