/** Network addresses without look-ups, and which of them belong to a site. */
@NullMarked
package io.fedics.shared.address;

import org.jspecify.annotations.NullMarked;
