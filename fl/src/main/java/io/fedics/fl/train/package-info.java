/** Trainers: libraries learn here, and what they learned leaves as a {@link io.fedics.fl.model.bundle.Bundle}. */
@NullMarked
package io.fedics.fl.train;

import org.jspecify.annotations.NullMarked;
