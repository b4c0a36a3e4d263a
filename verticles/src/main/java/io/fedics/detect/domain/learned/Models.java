package io.fedics.detect.domain.learned;

import io.fedics.fl.model.bundle.Bundle;
import java.util.Optional;

/** Where detectors get their models from; the same hash gives the same model everywhere and for ever. */
public interface Models {

  /** What a site starts with, by role: {@code iforest}, {@code lstm}, {@code threat} …. Shipped with the program. */
  Bundle shipped(String role);

  /**
   * A bundle by its SHA-256, shipped or trained here.
   *
   * @return empty when nobody knows it or it is broken; whoever asks keeps what it has
   */
  Optional<Bundle> find(String sha256);
}
