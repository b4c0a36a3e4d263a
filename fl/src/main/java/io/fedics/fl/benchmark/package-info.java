/** Data sets people know, their files, and what is fitted on them: {@code ./fedics evaluate --benchmark}. */
@NullMarked
package io.fedics.fl.benchmark;

import org.jspecify.annotations.NullMarked;
