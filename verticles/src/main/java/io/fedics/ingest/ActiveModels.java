package io.fedics.ingest;

import io.fedics.shared.event.ModelRef;
import java.util.Map;

/** Which models somebody wants in force, by detector. Asked again and again; must be quick. */
@FunctionalInterface
public interface ActiveModels {
  /** Nobody asked for any: detectors judge with what came with the program. */
  ActiveModels SHIPPED = Map::of;

  /**
   * A model that is asked for.
   *
   * @param onTrial whether each site compares it with the one in force first, and takes it where it does no worse
   */
  record Wanted(ModelRef model, boolean onTrial) {}

  Map<String, Wanted> byDetector();
}
