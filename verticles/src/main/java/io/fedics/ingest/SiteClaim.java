package io.fedics.ingest;

import java.util.OptionalLong;

/**
 * The right to write one site, until somebody raises the epoch.
 *
 * @param mark newest epoch second that was passed; empty when none was
 */
public record SiteClaim(String site, long epoch, OptionalLong mark) {}
