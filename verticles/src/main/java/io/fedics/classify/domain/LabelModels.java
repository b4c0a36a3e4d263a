package io.fedics.classify.domain;

import java.util.Optional;

/** The ways to combine evidence there are. Safe for threads. */
public interface LabelModels {
  /** Name under which a change of the verdict's model is written into the log. */
  String DETECTOR = "verdict";

  /** What combines while no other was activated. */
  LabelModel usual();

  /** Empty when there is none with this hash, or it is broken. */
  Optional<LabelModel> find(String sha256);

  /** One for ever: no change is taken. */
  static LabelModels only(LabelModel model) {
    return new LabelModels() {
      @Override
      public LabelModel usual() {
        return model;
      }

      @Override
      public Optional<LabelModel> find(String sha256) {
        return Optional.empty();
      }
    };
  }
}
