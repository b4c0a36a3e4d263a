package io.fedics.ingest;

import java.util.OptionalLong;

/**
 * The right to write one site, until somebody raises the epoch.
 *
 * @param mark newest epoch second that was passed; empty when none was
 * @param forgotten whether stages were told, or are being told, to forget the site
 */
public record SiteClaim(String site, long epoch, OptionalLong mark, boolean forgotten) {}
