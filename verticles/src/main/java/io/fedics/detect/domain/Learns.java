package io.fedics.detect.domain;

import java.util.Map;

/** A detector that needs to know a site before it can say what is unusual there. */
public interface Learns {
  /** How far each site is with learning, by name. */
  Map<String, Learning> learning();
}
