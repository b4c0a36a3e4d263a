/** Deterministic rules over flows, hosts' seconds and sightings, one class a rule. */
@NullMarked
package io.fedics.detect.domain.physics;

import org.jspecify.annotations.NullMarked;
