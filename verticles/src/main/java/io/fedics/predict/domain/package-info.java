/** Severity and next hops by a documented, deterministic baseline; plain Java. */
@NullMarked
package io.fedics.predict.domain;

import org.jspecify.annotations.NullMarked;
