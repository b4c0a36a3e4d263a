package io.fedics.fl.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a model repeats windows kept from all sites.
 *
 * @param loss mean reconstruction error over all of them, at least 0; infinite for a model that was wrecked
 * @param worstSite the largest mean of one site
 */
public record WindowJudgement(double loss, double worstSite) implements Judgement {
  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", loss);
    figures.put("worst_site_loss", worstSite);
    figures.values().removeIf(value -> !Double.isFinite(value));
    return figures;
  }
}
