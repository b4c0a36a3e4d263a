/** {@code ./fedics dp} and {@code ledger}: what noise is worth, and whether the ledger is whole. */
@NullMarked
package io.fedics.app.privacy;

import org.jspecify.annotations.NullMarked;
