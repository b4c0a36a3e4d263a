package io.fedics.fl.privacy.ledger;

/**
 * One spend in the chain.
 *
 * @param number from 1, without gaps
 * @param epsilon of everything the site has spent on this unit, this row included, at the row's delta, by its accountant
 * @param previous hash of the row before, 64 hexadecimal digits; zeros before the first
 * @param hash SHA-256 of the row's canonical bytes ({@link LedgerLine#unhashed})
 */
public record LedgerRow(long number, Spend spend, double epsilon, String previous, String hash) {}
