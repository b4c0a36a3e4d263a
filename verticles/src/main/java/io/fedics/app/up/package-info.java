/** {@code ./fedics up}: every stage of a process, in which order they start and end, and what is known of them. */
@NullMarked
package io.fedics.app.up;

import org.jspecify.annotations.NullMarked;
