package io.fedics.shared.event;

/**
 * Why a detector found something unusual.
 *
 * @param feature what was looked at, kebab-case with its unit, e.g. {@code distinct-ports-10m}
 * @param value what was seen
 * @param expected what is usual for this host
 * @param contribution share of the finding, in [0, 1] in amount; negative when it speaks against; shares sum to 1
 */
public record Reason(String feature, double value, double expected, double contribution) {}
