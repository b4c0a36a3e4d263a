/** What kind of asset a host is, guessed from the ports it answers on. */
@NullMarked
package io.fedics.shared.asset;

import org.jspecify.annotations.NullMarked;
