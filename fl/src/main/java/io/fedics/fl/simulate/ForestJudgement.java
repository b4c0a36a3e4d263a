package io.fedics.fl.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a forest takes normal flows kept from all sites.
 *
 * @param loss their mean score, in (0, 1]
 * @param worstSite the largest mean of one site
 * @param pathLength their mean path length
 * @param shareAbove share of them above what one in a hundred of their site's training flows exceeds
 */
public record ForestJudgement(double loss, double worstSite, double pathLength, double shareAbove)
    implements Judgement {
  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", loss);
    figures.put("worst_site_loss", worstSite);
    figures.put("path_length", pathLength);
    figures.put("share_above", shareAbove);
    return figures;
  }
}
