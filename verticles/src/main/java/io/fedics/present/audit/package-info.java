/**
 * Who did what, in a hash chain with a signed head: a decision and its row are kept in one transaction or not at all, or in
 * a file where there is no database. Built as the privacy ledger is; ADR 13 says why beside the incidents' history.
 */
@NullMarked
package io.fedics.present.audit;

import org.jspecify.annotations.NullMarked;
