package io.fedics.ingest;

import io.fedics.shared.event.ModelRef;
import java.util.Map;

/** Which models somebody wants in force, by detector. Asked again and again; must be quick. */
@FunctionalInterface
public interface ActiveModels {
  /** Nobody asked for any: detectors judge with what came with the program. */
  ActiveModels SHIPPED = Map::of;

  Map<String, ModelRef> byDetector();
}
