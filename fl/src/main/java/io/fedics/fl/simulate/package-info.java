/**
 * A federation in one process: sites that share out one table, some of them lying, and what the model, the suspicions and
 * the privacy account make of it. No network, no threads, no clock; the same seed gives the same figures, but for the noise
 * of differential privacy, which nobody may foresee.
 */
@NullMarked
package io.fedics.fl.simulate;

import org.jspecify.annotations.NullMarked;
