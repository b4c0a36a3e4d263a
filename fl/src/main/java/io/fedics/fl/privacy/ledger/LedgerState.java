package io.fedics.fl.privacy.ledger;

import io.fedics.fl.privacy.Accountant;
import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a chain of rows adds up to. The epsilon of the next row follows from it and the rows before, to the last bit, whether
 * they were just charged or read from a file. Not thread-safe.
 */
final class LedgerState {
  /** Relative; another machine's exponential may differ in the last digit, and a figure is not improved by that. */
  private static final double ROUNDING = 1e-9;

  private final Map<Scope, Map<GaussianSteps, Long>> spent = new HashMap<>();
  private final Map<Scope, LedgerRow> lasts = new HashMap<>();
  private final Map<String, Accountant> accountants = new HashMap<>();
  private long rows;
  private String last = LedgerLine.NO_HASH;

  /** What adds up. */
  private record Scope(String site, PrivacyUnit unit) {
    static Scope of(Spend spend) {
      return new Scope(spend.site(), spend.unit());
    }
  }

  long rows() {
    return rows;
  }

  String last() {
    return last;
  }

  /** An epsilon holds at the delta and by the accountant of its row, whatever the next one will be charged by. */
  Optional<Spent> spent(String site, PrivacyUnit unit) {
    return Optional.ofNullable(lasts.get(new Scope(site, unit)))
        .map(row -> new Spent(
            unit, row.epsilon(), row.spend().delta(), row.spend().accountant(), steps(site, unit)));
  }

  private long steps(String site, PrivacyUnit unit) {
    return spent.getOrDefault(new Scope(site, unit), Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Of the spend's site and unit, the spend itself included; the state stays. */
  long stepsWith(Spend spend) {
    return steps(spend.site(), spend.unit()) + spend.steps().steps();
  }

  /**
   * The row that would come next; the state stays.
   *
   * @throws IllegalArgumentException if the spend has no finite epsilon
   */
  LedgerRow next(Spend spend) {
    double epsilon = epsilonWith(spend);
    if (!Double.isFinite(epsilon)) {
      throw new IllegalArgumentException("noise multiplier: " + spend.steps().noiseMultiplier()
          + " (expected: enough noise for a finite epsilon)");
    }
    return LedgerLine.chained(rows + 1, spend, epsilon, last);
  }

  /** Takes a row whose place in the chain is proven. */
  void append(LedgerRow row) {
    Scope scope = Scope.of(row.spend());
    add(spent.computeIfAbsent(scope, _ -> new LinkedHashMap<>()), row.spend().steps());
    lasts.put(scope, row);
    rows = row.number();
    last = row.hash();
  }

  /** Why this row cannot be the next one; empty when it is. */
  Optional<String> objection(LedgerRow row) {
    if (row.number() != rows + 1) {
      return Optional.of("it says it is row " + row.number());
    }
    if (!row.previous().equals(last)) {
      return Optional.of("its previous hash is not that of the row before");
    }
    if (!LedgerLine.hash(LedgerLine.unhashed(row)).equals(row.hash())) {
      return Optional.of("its hash is not that of its fields");
    }
    double epsilon;
    try {
      epsilon = epsilonWith(row.spend());
    } catch (IllegalArgumentException e) {
      return Optional.of("its spend has no account: " + e.getMessage());
    }
    if (!(Math.abs(epsilon - row.epsilon()) <= ROUNDING * epsilon)) {
      return Optional.of("its epsilon is " + row.epsilon() + ", the accountant says " + epsilon);
    }
    return Optional.empty();
  }

  private double epsilonWith(Spend spend) {
    Map<GaussianSteps, Long> all =
        new LinkedHashMap<>(spent.getOrDefault(Scope.of(spend), Map.of()));
    add(all, spend.steps());
    List<GaussianSteps> mixture = new ArrayList<>();
    all.forEach((one, steps) ->
        mixture.add(new GaussianSteps(one.samplingRate(), one.noiseMultiplier(), steps)));
    return accountants
        .computeIfAbsent(spend.accountant(), Accountant::named)
        .cost(mixture, spend.delta())
        .epsilon();
  }

  private static void add(Map<GaussianSteps, Long> all, GaussianSteps steps) {
    all.merge(
        new GaussianSteps(steps.samplingRate(), steps.noiseMultiplier(), 1),
        steps.steps(),
        Math::addExact);
  }
}
