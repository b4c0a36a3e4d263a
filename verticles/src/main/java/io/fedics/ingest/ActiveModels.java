package io.fedics.ingest;

import io.fedics.shared.event.ModelRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which models somebody wants in force, by detector. Asked again and again; must be quick. */
@FunctionalInterface
public interface ActiveModels {
  /** Nobody asked for any: detectors judge with what came with the program. */
  ActiveModels SHIPPED = Map::of;

  /**
   * A model that is asked for.
   *
   * @param onTrial whether each site compares it with the one in force first, and takes it where it does no worse
   * @param activation counts what was asked for of a detector, so that the same model can be tried again; 0 of one that does
   *     not count
   * @param before who judges where it is on trial and no model was before; null for what came with the program
   */
  record Wanted(
      ModelRef model,
      boolean onTrial,
      long activation,
      @Nullable ModelRef before) {
    /** That does not count. */
    public Wanted(ModelRef model, boolean onTrial) {
      this(model, onTrial, 0, null);
    }
  }

  Map<String, Wanted> byDetector();
}
