package io.fedics.app;

import java.util.Set;

/**
 * What the command line of {@code up} says beyond the settings.
 *
 * @param httpPort 0 takes any
 * @param stages to run in this process
 * @param simulate flows per second of the built-in simulation, {@code off}, or empty for the default
 */
record UpOptions(int httpPort, Set<StageName> stages, String simulate) {}
