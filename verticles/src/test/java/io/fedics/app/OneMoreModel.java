package io.fedics.app;

import io.fedics.app.bundle.ModelStore;
import io.fedics.detect.domain.learned.Models;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.ingest.ActiveModels;
import io.fedics.shared.event.ModelRef;
import java.util.Map;
import java.util.Optional;

/** The program's models, and one that somebody activated. */
record OneMoreModel(Bundle more) implements Models {
  private static final ModelStore PROGRAM = ModelStore.ofShipped();

  @Override
  public Bundle shipped(String role) {
    return PROGRAM.shipped(role);
  }

  @Override
  public Optional<Bundle> find(String sha256) {
    return more.sha256().equals(sha256) ? Optional.of(more) : PROGRAM.find(sha256);
  }

  ActiveModels activated(boolean onTrial) {
    var model = new ModelRef(more.name(), more.version(), more.sha256(), 0);
    return () -> Map.of(more.role(), new ActiveModels.Wanted(model, onTrial));
  }
}
