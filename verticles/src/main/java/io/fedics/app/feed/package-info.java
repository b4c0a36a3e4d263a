/** {@code ./fedics replay} and {@code simulate}: flows for an instance that runs. */
@NullMarked
package io.fedics.app.feed;

import org.jspecify.annotations.NullMarked;
