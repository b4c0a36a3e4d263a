/**
 * Honest figures: metrics, thresholds from training normals, checks of a benchmark's files. Plain Java; randomness and
 * settings arrive as arguments. Who fits a threshold sees a {@link io.fedics.fl.evaluate.HeldOutNormals}, which only
 * training data can become; test data is another type.
 */
@NullMarked
package io.fedics.fl.evaluate;

import org.jspecify.annotations.NullMarked;
