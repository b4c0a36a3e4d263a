package io.fedics.app.privacy;

import io.fedics.fl.privacy.Accountant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an epsilon is computed. */
public final class AccountantOption {
  @Option(
      names = "--accountant",
      paramLabel = "rdp|pld",
      description = "rdp: Rényi divergences, fast (default). pld: privacy loss distributions,"
          + " tighter, from delta 1e-10.")
  private @Nullable String accountant;

  /** As on the command line; null when it is not there. */
  public @Nullable String given() {
    return accountant;
  }

  public Accountant accountant() {
    return DpOptions.asOption(() -> Accountant.named(accountant == null ? "rdp" : accountant));
  }
}
