package io.fedics.app.privacy;

import io.fedics.fl.privacy.Accountant;
import picocli.CommandLine.Option;

/** How an epsilon is computed. */
public final class AccountantOption {
  @Option(
      names = "--accountant",
      paramLabel = "rdp|pld",
      description = "rdp: Rényi divergences, fast (default). pld: privacy loss distributions,"
          + " tighter, from delta 1e-10.")
  private String accountant = "rdp";

  public Accountant accountant() {
    return DpOptions.asOption(() -> Accountant.named(accountant));
  }
}
