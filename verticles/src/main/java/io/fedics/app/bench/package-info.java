/** {@code ./fedics bench}: the whole pipeline with a generator in front and counters behind it. */
@NullMarked
package io.fedics.app.bench;

import org.jspecify.annotations.NullMarked;
