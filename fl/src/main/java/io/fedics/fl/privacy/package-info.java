/** Mechanisms that bound what one client or record can reveal. Plain Java. */
@NullMarked
package io.fedics.fl.privacy;

import org.jspecify.annotations.NullMarked;
