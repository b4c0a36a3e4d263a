/** Dense networks trained by our own loops, for rows of a hundred numbers. Same seed, same weights. */
@NullMarked
package io.fedics.fl.train.dense;

import org.jspecify.annotations.NullMarked;
