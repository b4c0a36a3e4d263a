package io.fedics.detect.domain;

import io.fedics.fl.model.Bundle;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.stage.KeyedState;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which bundle judges which site from which second on. A change takes effect where an epoch begins, so that no epoch's
 * scores are of two models. A bundle nobody has is not taken: what judged goes on. Not thread-safe.
 */
final class ModelsInForce {
  private final String kind;
  private final Models models;
  private final Bundle shipped;
  private final KeyedState<OfSite> state = new KeyedState<>("models", OfSite.class);

  /** SHA-256 by the first second it judges. */
  static final class OfSite {
    private final SortedMap<Long, String> from = new TreeMap<>();
  }

  ModelsInForce(String kind, Models models) {
    this.kind = kind;
    this.models = models;
    this.shipped = models.shipped(kind);
  }

  KeyedState<?> state() {
    return state;
  }

  /** Returns false when the change is for another detector or its bundle is not to be had. */
  boolean onActivated(ModelActivated change) {
    if (!change.detector().equals(kind)) {
      return false;
    }
    Optional<Bundle> bundle = models.find(change.model().sha256());
    if (bundle.isEmpty() || !bundle.get().kind().equals(kind)) {
      return false;
    }
    long from = LearningEpoch.endOf(change.fromSecond() - 1) + 1;
    state.at(change.site(), OfSite::new).from.put(from, change.model().sha256());
    return true;
  }

  /** The bundle that judges this second. */
  Bundle at(String site, long second) {
    OfSite known = state.get(site);
    if (known == null) {
      return shipped;
    }
    String sha256 = null;
    for (String from : known.from.headMap(second + 1).values()) {
      sha256 = from;
    }
    return sha256 == null ? shipped : models.find(sha256).orElse(shipped);
  }

  /** Forgets what no open second asks for any more. */
  void passed(String site, long through) {
    OfSite known = state.get(site);
    if (known == null) {
      return;
    }
    SortedMap<Long, String> past = known.from.headMap(through + 1);
    while (past.size() > 1) {
      past.remove(past.firstKey());
      state.touch(site);
    }
  }

  void forget(String site) {
    state.remove(site);
  }
}
