/** JSON of the events, and of saved state. The only package that knows the JSON library. */
@NullMarked
package io.fedics.shared.codec;

import org.jspecify.annotations.NullMarked;
