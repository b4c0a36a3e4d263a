package io.fedics.ingest;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a site.
 *
 * @param owner who wrote last
 * @param mark newest epoch second that was passed
 * @param ended whether its last source ended
 * @param quiet whether nothing was passed for 10 s: its writer may be dead
 */
public record SiteRow(
    String site,
    String owner,
    boolean live,
    OptionalLong mark,
    Optional<String> fileSha256,
    boolean ended,
    boolean quiet) {}
