/** Models as files: named values, known by their SHA-256. */
@NullMarked
package io.fedics.fl.model.bundle;

import org.jspecify.annotations.NullMarked;
