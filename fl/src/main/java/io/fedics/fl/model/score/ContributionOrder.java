package io.fedics.fl.model.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts credits next to what was seen and what is typical, the largest first. */
public final class ContributionOrder {
  private ContributionOrder() {}

  public static List<Contribution> of(
      List<String> features,
      double[] row,
      double[] typical,
      double[] low,
      double[] high,
      double[] credit) {
    List<Contribution> contributions = new ArrayList<>(credit.length);
    for (int i = 0; i < credit.length; i++) {
      contributions.add(
          new Contribution(features.get(i), row[i], typical[i], low[i], high[i], credit[i]));
    }
    contributions.sort(Comparator.comparingDouble(Contribution::contribution).reversed());
    return contributions;
  }
}
