package io.fedics.fl.aggregate;

/**
 * Adagrad at the server: v ← v + d². See {@link AdaptiveStep} for the rest.
 *
 * <p>Source: Reddi et al. 2021, arXiv:2003.00295.
 *
 * @param eta size of a step at the server, above 0
 * @param etaL learning rate of the clients, above 0; told for the record, the server does not use it
 * @param beta1 share of the last step that is kept, in [0, 1)
 * @param beta2 in [0, 1), for the record: Adagrad forgets no square
 * @param tau added to √v, above 0
 */
public record FedAdagrad(double eta, double etaL, double beta1, double beta2, double tau)
    implements Strategy {
  public FedAdagrad {
    AdaptiveStep.require("FedAdagrad", eta, etaL, beta1, beta2, tau);
  }

  @Override
  public Combination begin(GlobalModel current, int round) {
    return AdaptiveStep.begin(current, eta, beta1, tau, (v, square) -> v + square);
  }

  @Override
  public String toString() {
    return AdaptiveStep.text("FedAdagrad", eta, etaL, beta1, beta2, tau);
  }
}
