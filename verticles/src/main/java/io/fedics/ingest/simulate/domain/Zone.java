package io.fedics.ingest.simulate.domain;

/** A part of the plant's network; each owns the /20 or /18 that begins at {@link #thirdOctet}. */
public enum Zone {
  FIELD(16, 16),
  CONTROL(32, 16),
  OPERATIONS(48, 16),
  OFFICE(64, 64);

  final int thirdOctet;
  final int networks;

  Zone(int thirdOctet, int networks) {
    this.thirdOctet = thirdOctet;
    this.networks = networks;
  }
}
