/** Kinds of failure; the kind decides what happens next. */
@NullMarked
package io.fedics.shared.error;

import org.jspecify.annotations.NullMarked;
