/**
 * A plant and its traffic on a virtual clock, the same for the same seed. Plain Java: no clock, no I/O, no global
 * randomness. Knows nothing of how attacks are found.
 *
 * <p>Flows are made in order of their <em>end</em>: for independent flows the ends arrive like the starts do, so
 * nothing has to be kept until a long flow is over, and the first second is as busy as any other.
 */
@NullMarked
package io.fedics.ingest.simulate.domain;

import org.jspecify.annotations.NullMarked;
