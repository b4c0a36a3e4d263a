package io.fedics.app;

import io.fedics.detect.domain.PhysicsFlow;
import io.fedics.detect.domain.PhysicsHost;
import io.fedics.detect.domain.PhysicsSettings;
import io.fedics.detect.domain.PhysicsTravel;
import io.fedics.shared.stage.Decision;

/**
 * The physics rules of an offline run.
 *
 * @param attackVersion of ATT&CK for ICS
 */
record PhysicsDetectors(PhysicsSettings settings, String attackVersion)
    implements OfflineStages.Detectors {

  @Override
  public Decision ofFlows(int partition) {
    return new PhysicsFlow(partition, settings);
  }

  @Override
  public Decision ofHosts(int partition, int partitions) {
    return new PhysicsHost(partition, partitions, settings);
  }

  @Override
  public Decision ofSightings(int partition) {
    return new PhysicsTravel(partition, settings, attackVersion);
  }
}
