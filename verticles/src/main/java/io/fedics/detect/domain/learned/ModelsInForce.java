package io.fedics.detect.domain.learned;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.stage.ActivatedModels;
import io.fedics.shared.stage.KeyedState;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which bundle judges which site from which second on. A change of a running site takes effect where an epoch begins, so
 * that no epoch's scores are of two models. A bundle nobody has is not taken: what judged goes on. Not thread-safe.
 */
final class ModelsInForce {
  private final String role;
  private final Consumer<Bundle> open;
  private final Models models;
  private final ActivatedModels activated;

  /**
   * @param role of the bundles, see {@link Bundle#role}
   * @param open throws {@link BundleException} for one that cannot be used
   */
  ModelsInForce(String role, Consumer<Bundle> open, Models models) {
    this(role, open, "models", models);
  }

  /**
   * @param state its name, where a decision has several
   */
  ModelsInForce(String role, Consumer<Bundle> open, String state, Models models) {
    this.role = role;
    this.open = open;
    this.models = models;
    this.activated = new ActivatedModels(state);
  }

  KeyedState<?> state() {
    return activated.state();
  }

  /**
   * Takes a change from a second on; false when it is for another detector or its bundle cannot be used.
   *
   * @param from first second it judges
   */
  boolean onActivated(ModelActivated change, long from) {
    if (!takes(change)) {
      return false;
    }
    activate(change.site(), from, change.model().sha256());
    return true;
  }

  /** Whether the change is for this detector and its bundle can be used. */
  boolean takes(ModelActivated change) {
    return change.detector().equals(role)
        && models.find(change.model().sha256()).filter(this::isUsable).isPresent();
  }

  /** Where the next epoch begins. */
  static long firstSecond(ModelActivated change) {
    return LearningEpoch.endOf(change.fromSecond() - 1) + 1;
  }

  /**
   * @param from first second it judges
   */
  void activate(String site, long from, String sha256) {
    activated.activate(site, from, sha256);
  }

  /** A bundle that is known, shipped or trained here. */
  Optional<Bundle> find(String sha256) {
    return models.find(sha256);
  }

  private boolean isUsable(Bundle bundle) {
    try {
      open.accept(bundle);
      return bundle.role().equals(role);
    } catch (BundleException _) {
      return false;
    }
  }

  /** The bundle that judges this second. */
  Bundle at(String site, long second) {
    return activated.at(site, second).flatMap(models::find).orElseGet(() -> models.shipped(role));
  }

  /** Forgets what no open second asks for any more. */
  void passed(String site, long through) {
    activated.passed(site, through);
  }

  void forget(String site) {
    activated.forget(site);
  }
}
