package io.fedics.ingest.simulate.domain;

/**
 * A running site.
 *
 * @param rate its benign flows per second
 */
record Target(Plant plant, Wire wire, double rate) {}
