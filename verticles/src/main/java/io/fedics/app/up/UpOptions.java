package io.fedics.app.up;

import io.fedics.app.config.StageName;
import io.fedics.ingest.SimulateMode;
import java.util.Set;

/**
 * What the command line of {@code up} says beyond the settings.
 *
 * @param httpPort free port on loopback
 * @param stages to run in this process
 * @param simulate whether this process simulates a plant
 * @param cluster whether it shares its event bus with other processes
 */
public record UpOptions(
    int httpPort, Set<StageName> stages, SimulateMode simulate, boolean cluster) {}
