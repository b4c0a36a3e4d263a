package io.fedics.app.bundle;

import io.fedics.app.config.Configs;
import io.fedics.classify.ClassifyConfig;
import io.fedics.classify.domain.LabelModel;
import io.fedics.classify.domain.LabelModels;
import io.fedics.classify.domain.LearnedLabels;
import io.fedics.classify.domain.RuleLabels;
import io.fedics.classify.domain.VerdictModels;
import io.fedics.detect.domain.learned.Models;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learned verdicts from bundles. Safe for threads. */
public final class StoredLabelModels implements LabelModels {
  private static final Logger LOG = LoggerFactory.getLogger(StoredLabelModels.class);

  private final Models models;
  private final LabelModel otherwise;
  private final LabelModel usual;
  private final Map<String, Optional<LabelModel>> known = new ConcurrentHashMap<>();

  /**
   * @param otherwise judges sets of detectors that no model was trained for
   */
  StoredLabelModels(Models models, LabelModel otherwise) {
    this.models = models;
    this.otherwise = otherwise;
    this.usual = read(models.shipped(VerdictModels.KIND));
  }

  /** How findings combine to a verdict by these settings. */
  public static LabelModels from(Configs configs, Models models) {
    return configs.classify().verdict().equals(ClassifyConfig.RULES)
        ? LabelModels.only(new RuleLabels(configs.classify().prior()))
        : learned(configs, models);
  }

  /** The learned way to combine them, whatever the settings choose. */
  public static LabelModels learned(Configs configs, Models models) {
    return new StoredLabelModels(models, new RuleLabels(configs.classify().prior()));
  }

  @Override
  public LabelModel usual() {
    return usual;
  }

  @Override
  public Optional<LabelModel> find(String sha256) {
    return known.computeIfAbsent(sha256, this::readStored);
  }

  private Optional<LabelModel> readStored(String sha256) {
    try {
      return models.find(sha256).map(this::read);
    } catch (BundleException e) {
      LOG.warn("model {}: {}; the one in use stays", sha256, e.getMessage());
      return Optional.empty();
    }
  }

  private LabelModel read(Bundle bundle) {
    return new LearnedLabels(VerdictModels.from(bundle), otherwise);
  }
}
