/** Verdicts from findings; plain Java. */
@NullMarked
package io.fedics.classify.domain;

import org.jspecify.annotations.NullMarked;
