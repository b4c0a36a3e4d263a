/**
 * Where every spend of privacy is written before anything is released: rows in a hash chain, a signed head, a budget that
 * outlives restarts.
 */
@NullMarked
package io.fedics.fl.privacy.ledger;

import org.jspecify.annotations.NullMarked;
