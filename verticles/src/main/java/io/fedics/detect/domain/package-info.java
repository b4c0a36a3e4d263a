/**
 * The physics detector: deterministic rules over flows, host-seconds and sightings. Plain Java: time, settings and
 * inputs arrive as arguments.
 */
@NullMarked
package io.fedics.detect.domain;

import org.jspecify.annotations.NullMarked;
