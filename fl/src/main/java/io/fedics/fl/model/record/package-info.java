/** Records of published tables: columns found by name, encoded, and scored by the model of a bundle. */
@NullMarked
package io.fedics.fl.model.record;

import org.jspecify.annotations.NullMarked;
