/** Host-seconds from flows; plain Java. */
@NullMarked
package io.fedics.aggregate.domain;

import org.jspecify.annotations.NullMarked;
