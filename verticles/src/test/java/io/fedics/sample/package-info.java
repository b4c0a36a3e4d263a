/** Events for tests of several stages. */
@NullMarked
package io.fedics.sample;

import org.jspecify.annotations.NullMarked;
