/**
 * A small perceptron over table rows, trained with record-level differential privacy (per-example gradients) or without.
 * Plain Java; deterministic for a seed.
 */
@NullMarked
package io.fedics.fl.train.mlp;

import org.jspecify.annotations.NullMarked;
