/** What makes scores speak: quantiles among normals, probabilities, contributions, nearest typical values. */
@NullMarked
package io.fedics.fl.model.score;

import org.jspecify.annotations.NullMarked;
